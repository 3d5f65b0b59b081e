import { describe, expect, it } from "vitest";
import { LABELS } from "../run-labels.ts";
import { isMakerAlive } from "./is-maker-alive.ts";

const LONG_AGO = "2020-01-01T00:00:00Z";
const now = () => new Date().toISOString();
const owner = { [LABELS.owner]: String(process.pid) };

describe("isMakerAlive", () => {
  it("goes by this machine's clock, however far the engine's is behind or ahead", () => {
    expect(isMakerAlive({ labels: { ...owner, [LABELS.created]: now() }, createdAt: LONG_AGO })).toBe(true);
    expect(isMakerAlive({ labels: { ...owner, [LABELS.created]: LONG_AGO }, createdAt: now() })).toBe(false);
  });

  it("goes by the engine's clock where the label is missing, and knows that nobody is nobody", () => {
    expect(isMakerAlive({ labels: owner, createdAt: now() })).toBe(true);
    expect(isMakerAlive({ labels: owner, createdAt: LONG_AGO })).toBe(false);
    expect(isMakerAlive({ labels: { [LABELS.created]: now() }, createdAt: now() })).toBe(false);
  });
});
