import type { Call } from "../call.ts";
import { Failure } from "../failure.ts";
import { showShelf } from "./shelf-commands.ts";
import { labelOf } from "./spec-values.ts";

/** `volume create|delete|list|inspect`. */
export function volume(call: Call): number {
  if (call.command === "volume create") return create(call);
  if (call.command === "volume delete") return remove(call);
  return showShelf(call, "volumes", []);
}

function create(call: Call): number {
  const { args, state } = call;
  const name = args.positionals[0] ?? "";
  if (!/^[A-Za-z0-9][A-Za-z0-9_.-]*$/.test(name)) throw new Failure(`invalid volume name '${name}'`);
  const volumes = state.shelf("volumes");
  if (name in volumes) throw new Failure(`volume '${name}' already exists`);
  const configuration = {
    creationDate: "2026-08-01T10:00:00Z",
    driver: "local",
    format: "ext4",
    labels: Object.fromEntries(args.all("label").map(labelOf)),
    name,
    options: {},
    sizeInBytes: 549_755_813_888,
    source: `${state.directory}/volumes/${name}/volume.img`,
  };
  state.setShelf("volumes", { ...volumes, [name]: { id: name, configuration } });
  call.print(`${name}\n`);
  return 0;
}

function remove(call: Call): number {
  const { args, state } = call;
  const names = args.positionals;
  const volumes = state.shelf("volumes");
  const missing = names.filter((name) => !(name in volumes));
  if (missing.length > 0) throw new Failure(`failed to delete one or more volumes: ${JSON.stringify(missing)}`);
  const isUsed = state.ids().some((id) => state.configuration(id)?.mounts.some(({ source }) => names.includes(source)));
  if (isUsed) {
    call.complain(
      `failed to delete volume: ["error": invalidState: "volume '${names[0]}' is currently in use and cannot be accessed by another container, or deleted"]\n`,
    );
    throw new Failure(`delete failed for one or more volumes: ${JSON.stringify(names)}`);
  }
  state.setShelf("volumes", Object.fromEntries(Object.entries(volumes).filter(([name]) => !names.includes(name))));
  call.print(names.map((name) => `${name}\n`).join(""));
  return 0;
}
