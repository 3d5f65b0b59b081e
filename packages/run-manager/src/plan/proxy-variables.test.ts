import { describe, expect, it } from "vitest";
import { proxyVariables } from "./proxy-variables.ts";

const proxy = "http://me:secret@proxy.example:3128";

describe("proxyVariables", () => {
  it.each([
    ["nothing", {}, {}],
    ["both names of one", { HTTPS_PROXY: proxy }, { HTTPS_PROXY: proxy, https_proxy: proxy }],
    ["the small name first", { HTTP_PROXY: "http://b:1", http_proxy: proxy }, { HTTP_PROXY: proxy, http_proxy: proxy }],
    [
      "exceptions with a proxy",
      { all_proxy: proxy, NO_PROXY: "localhost" },
      { all_proxy: proxy, ALL_PROXY: proxy, no_proxy: "localhost", NO_PROXY: "localhost" },
    ],
    ["no exceptions without a proxy", { NO_PROXY: "localhost" }, {}],
    ["nothing empty", { HTTP_PROXY: "" }, {}],
    [
      "no proxy on this machine",
      { HTTP_PROXY: "http://127.0.0.1:3128", https_proxy: "localhost:8080/", ALL_PROXY: "socks5://u@[::1]:1" },
      {},
    ],
  ])("has %s", (_what, env, expected) => {
    expect(proxyVariables(env)).toEqual(expected);
  });
});
