import { agentJsonSchema } from "@moat/config";
import { MoatCommand, commonFlags } from "../moat-command.ts";

/** Prints the JSON Schema of agent.yaml. */
export class ConfigSchema extends MoatCommand {
  static override summary = "Print the JSON Schema of agent.yaml, for editors.";
  static override examples = ["<%= config.bin %> config schema", "<%= config.bin %> config schema > agent.schema.json"];
  static override flags = commonFlags;

  async run(): Promise<void> {
    await this.parse(ConfigSchema);
    this.print(true, agentJsonSchema(), "");
  }
}
