import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/**
 * The environment of every measured process: no setting of the machine that changes what is measured. Node parses the
 * bundle of `NODE_EXTRA_CA_CERTS` at each start (some 85 ms); an AWS variable would change a client's path.
 *
 * @returns {NodeJS.ProcessEnv}
 */
export function measuredEnvironment() {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(NODE_|AWS_|LANGSMITH_|LANGCHAIN_|(https?|no|all)_proxy$)/i.test(name),
  );
  return {
    ...Object.fromEntries(kept),
    // A client that misses its endpoint fails here instead of leaving the machine.
    AWS_ENDPOINT_URL: "http://127.0.0.1:9",
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_CONFIG_FILE: "/nonexistent/config",
    AWS_SHARED_CREDENTIALS_FILE: "/nonexistent/credentials",
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
  };
}

/**
 * A child process that answers each message with one message.
 *
 * @typedef {object} Child
 * @property {unknown} ready its first message
 * @property {(order: object) => Promise<any>} ask
 * @property {() => void} stop
 */

/**
 * @param {string} file beside this one
 * @param {string[]} [args]
 * @param {string[]} [execArgv] for Node itself
 * @returns {Promise<Child>}
 */
export async function startChild(file, args = [], execArgv = []) {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), args, { env: measuredEnvironment(), execArgv });
  const failed = once(child, "exit").then(([code]) => {
    throw new Error(`${file} ${args.join(" ")} ended with ${code}`);
  });
  failed.catch(() => {});
  const nextMessage = async () => (await Promise.race([once(child, "message"), failed]))[0];
  return {
    ready: await nextMessage(),
    ask: (order) => {
      const answer = nextMessage();
      child.send(order);
      return answer;
    },
    stop: () => child.kill(),
  };
}
