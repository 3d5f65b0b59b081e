/** Small projects, one for each tool chain. */
export const PROJECT: Readonly<Record<string, string>> = {
  "test_it.py": "def test_it():\n    assert 1 + 1 == 2\n",
  "addon/package.json": '{ "name": "addon", "version": "1.0.0", "gypfile": true }\n',
  "addon/binding.gyp": '{ "targets": [{ "target_name": "addon", "sources": ["addon.c"] }] }\n',
  "addon/addon.c": `#include <node_api.h>
static napi_value answer(napi_env env, napi_callback_info info) { napi_value value; napi_create_int32(env, 42, &value); return value; }
NAPI_MODULE_INIT() { napi_value made; napi_create_function(env, "answer", NAPI_AUTO_LENGTH, answer, NULL, &made); return made; }
`,
  "go/go.mod": "module example.com/hello\n\ngo 1.25\n",
  "go/main.go": 'package main\n\nimport "fmt"\n\nfunc main() { fmt.Println("hello") }\n',
};

/** Drives an agent, by its own non-interactive mode, against fake model APIs on the sandbox's own loopback. */
export const DRIVE_AGENT = `# drive.sh AGENT NUMBER
set -u
mkdir -p made
log=/tmp/models.log
node models/main.ts 4100 "echo by $1 >/workspace/made/$1-$2" 2>$log &
model=$!
for _ in $(seq 600); do grep -q ready $log && break; sleep 0.1; done
export ANTHROPIC_BASE_URL=http://127.0.0.1:4100 ANTHROPIC_API_KEY=none CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC=1 DISABLE_AUTOUPDATER=1
export GOOGLE_GEMINI_BASE_URL=http://127.0.0.1:4100 GEMINI_API_KEY=none OPENAI_API_KEY=none
case "$1" in
  claude) claude -p --allowedTools Bash -- "make it" ;;
  codex)
    codex exec -m gpt-5-codex --skip-git-repo-check --dangerously-bypass-approvals-and-sandbox -c model_provider=fake \\
      -c 'model_providers.fake={name="fake",base_url="http://127.0.0.1:4100/v1",wire_api="responses",env_key="OPENAI_API_KEY"}' "make it" ;;
  gemini) gemini -m gemini-2.5-flash --skip-trust --yolo -p "make it" ;;
esac </dev/null
code=$?
kill $model
cat $log >&2
exit $code
`;
