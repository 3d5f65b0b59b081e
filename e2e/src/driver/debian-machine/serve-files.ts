import { createReadStream } from "node:fs";
import { createServer } from "node:http";
import { join, normalize } from "node:path";

// Serves the files of a directory on loopback: node serve-files.ts DIRECTORY PORT
const [, , directory = "", port = ""] = process.argv;

createServer((request, response) => {
  const path = join(directory, normalize(`/${request.url ?? ""}`));
  const file = createReadStream(path);
  file.once("error", () => response.writeHead(404).end());
  file.once("open", () => file.pipe(response));
}).listen(Number(port), "127.0.0.1", () => process.stdout.write("ready\n"));
