import { describe, expect, it } from "vitest";
import { callingUser } from "./calling-user.ts";

const root = { uid: 0, gid: 0, name: "root", home: "/root" };
const passwd = () => "root:x:0:0::/root:/bin/sh\n# a comment\nada:x:1000:1001:Ada:/home/ada:/bin/bash\n";
const sudo = { SUDO_UID: "1000", SUDO_GID: "1001", SUDO_USER: "ada" };

describe("callingUser", () => {
  it("is the process's own user without sudo", () => {
    expect(callingUser(root, {}, passwd)).toBe(root);
  });

  it("is the user who called sudo, with the home of the password database", () => {
    const expected = { uid: 1000, gid: 1001, name: "ada", home: "/home/ada" };
    expect(callingUser(root, { ...sudo, HOME: "/tmp/elsewhere" }, passwd)).toEqual(expected);
    expect(callingUser(root, { SUDO_UID: "1000", SUDO_GID: "1001" }, passwd)).toEqual(expected);
  });

  it("has the effective user's home where the database does not know the caller", () => {
    expect(callingUser(root, { ...sudo, SUDO_UID: "4711" }, passwd)).toEqual({
      uid: 4711,
      gid: 1001,
      name: "ada",
      home: "/root",
    });
    expect(callingUser(root, { SUDO_UID: "4711", SUDO_GID: "1" }, () => "").name).toBe("uid-4711");
  });

  it("does not believe sudo's variables where they say nothing, or where anybody could have set them", () => {
    for (const uid of ["", "0", "-1", "1e3", "ada", "1000 ", "00"]) {
      expect(callingUser(root, { ...sudo, SUDO_UID: uid }, passwd)).toBe(root);
    }
    expect(callingUser(root, { ...sudo, SUDO_GID: "0" }, passwd)).toBe(root);
    const ada = { uid: 1000, gid: 1001, name: "ada", home: "/home/ada" };
    expect(callingUser(ada, { SUDO_UID: "1", SUDO_GID: "1", SUDO_USER: "bin" }, passwd)).toBe(ada);
  });
});
