/** What a command has switched on or off in the terminal, known from its output. */
export interface TerminalModes {
  /** Takes output, in pieces of any size. */
  see(data: Uint8Array): void;
  /** What to write so that a terminal in its usual state is in this one. */
  enter(): string;
  /** What to write so that the terminal is in its usual state again; empty when it is already. */
  leave(): string;
}

/** The private modes that programs leave behind when they are killed, and what they usually are. */
const USUAL: Readonly<Record<number, boolean>> = {
  1: false, // cursor keys send other codes
  6: false, // coordinates are relative to the scroll region
  7: true, // lines wrap
  9: false, // mouse, and the same up to 1016
  25: true, // the cursor is shown
  47: false, // the other screen, as 1047 and 1049
  66: false, // keypad
  1000: false,
  1001: false,
  1002: false,
  1003: false,
  1004: false, // focus is reported
  1005: false,
  1006: false,
  1015: false,
  1016: false,
  1047: false,
  1049: false,
  2004: false, // pastes are marked
  2026: false, // drawing waits
  2031: false, // changes of colours are reported
};

/** As terminals do, it forgets the oldest of more: a command must not fill moat's memory. */
const MOST_KEYBOARDS = 64;

const ESC = "\x1b";
/** A control sequence, a whole one or the beginning of one at the end. */
const SEQUENCE = new RegExp(String.raw`${ESC}(?:\[([<=>?]?)([0-9;:]*)([ !$"']?)([@-~])|([=>c]))`, "y");
const BEGINNING = new RegExp(String.raw`${ESC}(?:\[[<=>?]?[0-9;:]{0,64}[ !$"']?)?$`);

/** Follows what the output does to the terminal's modes. Pure, but for what it remembers. */
export function terminalModes(): TerminalModes {
  const modes = new Map<number, boolean>();
  let keypad = false;
  let region = false;
  let cursorShape = false;
  let looks = false;
  let otherKeys = "";
  /** kitty's keyboard protocol: a stack of flags. */
  let keyboard: string[] = [];
  let unread = "";

  const reset = () => {
    modes.clear();
    [keypad, region, cursorShape, looks, otherKeys, keyboard] = [false, false, false, false, "", []];
  };
  const set = (parameters: string, value: boolean) => {
    for (const mode of parameters.split(";").map(Number)) if (mode in USUAL) modes.set(mode, value);
  };
  const pop = (count: number) => {
    keyboard = keyboard.slice(0, Math.max(0, keyboard.length - count));
  };
  const sequence = (prefix: string, parameters: string, middle: string, last: string) => {
    switch (`${prefix}${middle}${last}`) {
      case "?h":
      case "?l":
        set(parameters, last === "h");
        return;
      case "!p":
        reset();
        return;
      case "r":
        region = parameters !== "";
        return;
      case " q":
        cursorShape = parameters !== "" && parameters !== "0";
        return;
      case "m":
        looks = parameters !== "" && parameters !== "0";
        return;
      case ">m":
        if (parameters.startsWith("4")) otherKeys = /^4;0*$|^4$/.test(parameters) ? "" : parameters;
        return;
      case ">u":
        keyboard = [...keyboard, parameters].slice(-MOST_KEYBOARDS);
        return;
      case "<u":
        pop(Number(parameters || "1"));
        return;
      default:
    }
  };

  return {
    see(data) {
      const text = unread + Buffer.from(data.buffer, data.byteOffset, data.length).toString("latin1");
      for (let at = text.indexOf(ESC); at !== -1; at = text.indexOf(ESC, at + 1)) {
        SEQUENCE.lastIndex = at;
        const [, prefix = "", parameters = "", middle = "", last, single] = SEQUENCE.exec(text) ?? [];
        if (last !== undefined) sequence(prefix, parameters, middle, last);
        else if (single === "c") reset();
        else if (single !== undefined) keypad = single === "=";
      }
      unread = BEGINNING.exec(text.slice(-80))?.[0] ?? "";
    },
    enter() {
      const changed = [...modes].filter(([mode, value]) => USUAL[mode] !== value);
      return [
        ...changed.map(([mode, value]) => `\x1b[?${mode}${value ? "h" : "l"}`),
        keypad ? "\x1b=" : "",
        otherKeys === "" ? "" : `\x1b[>${otherKeys}m`,
        ...keyboard.map((flags) => `\x1b[>${flags}u`),
      ].join("");
    },
    leave() {
      const changed = [...modes].filter(([mode, value]) => USUAL[mode] !== value).toReversed();
      return [
        keyboard.length > 0 ? `\x1b[<${keyboard.length}u` : "",
        otherKeys === "" ? "" : "\x1b[>4m",
        // The cursor stays where it is, which setting the region would move.
        region ? "\x1b7\x1b[r\x1b8" : "",
        looks ? "\x1b[0m" : "",
        cursorShape ? "\x1b[0 q" : "",
        keypad ? "\x1b>" : "",
        ...changed.map(([mode]) => `\x1b[?${mode}${USUAL[mode] === true ? "h" : "l"}`),
      ].join("");
    },
  };
}
