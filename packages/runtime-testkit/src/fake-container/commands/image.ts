import { type Call, faultOf, forever } from "../call.ts";
import { Failure } from "../failure.ts";
import { printJson } from "../print-json.ts";
import type { FakeImage } from "../state/fake-state.ts";
import { digestOf, findImage, pullInto } from "./find-image.ts";

/** `image pull|inspect|list|delete`. */
export async function image(call: Call): Promise<number> {
  switch (call.command) {
    case "image pull":
      if (faultOf(call, "pull-stall") !== undefined) await forever(call);
      pullInto(call, call.args.positionals[0] ?? "");
      return 0;
    case "image inspect":
      return inspect(call);
    case "image list": {
      const all = Object.entries(call.state.shelf("images")).toSorted(([a], [b]) => (a < b ? -1 : 1));
      if (call.args.last("format") === "json")
        printJson(
          call,
          all.map(([name, found]) => imageJson(name, found)),
          "line",
        );
      else call.print(all.map(([name]) => `${name.replace("docker.io/library/", "")}\n`).join(""));
      return 0;
    }
    default:
      return remove(call);
  }
}

function inspect(call: Call): number {
  const wanted = call.args.positionals;
  const missing = wanted.filter((name) => findImage(call.state, name) === undefined).toSorted();
  if (missing.length > 0) throw new Failure(`image not found: ${missing.join(", ")}`);
  const found = wanted.flatMap((name) => findImage(call.state, name) ?? []);
  printJson(
    call,
    found.map(({ reference, image: one }) => imageJson(reference, one)),
    "pretty",
  );
  return 0;
}

function remove(call: Call): number {
  const { args, state } = call;
  const found = args.positionals.flatMap((name) => findImage(state, name)?.reference ?? []);
  const missing = args.positionals.filter((name) => findImage(state, name) === undefined);
  if (missing.length > 0 && !args.has("force"))
    throw new Failure(`failed to delete one or more images: ${JSON.stringify(missing)}`);
  const rest = Object.entries(state.shelf("images")).filter(([name]) => !found.includes(name));
  state.setShelf("images", Object.fromEntries(rest));
  call.print(found.map((name) => `${name}\n`).join(""));
  return 0;
}

function imageJson(name: string, { env, entrypoint, command }: FakeImage): object {
  const digest = digestOf(name);
  const created = "2026-06-16T00:31:10Z";
  const platform = { architecture: "arm64", os: "linux", variant: "v8" };
  const config = {
    ...(command.length > 0 ? { Cmd: command } : {}),
    ...(entrypoint.length > 0 ? { Entrypoint: entrypoint } : {}),
    Env: env,
    WorkingDir: "/",
  };
  return {
    configuration: {
      creationDate: created,
      descriptor: { digest, mediaType: "application/vnd.oci.image.index.v1+json", size: 9218 },
      name,
    },
    id: digest.replace("sha256:", ""),
    variants: [
      {
        config: { architecture: "unknown", os: "unknown" },
        digest,
        platform: { architecture: "unknown", os: "unknown" },
        size: 7,
      },
      {
        config: { ...platform, config, created, rootfs: { diff_ids: [digest], type: "layers" } },
        digest,
        platform,
        size: 4_139_721,
      },
    ],
  };
}
