import { serveModels } from "./serve.ts";

const [port = "0", command = "true"] = process.argv.slice(2);
serveModels({ command, note: (line) => console.error(`fake model: ${line}`) }).listen(Number(port), "127.0.0.1", () =>
  console.error("fake model: ready"),
);
