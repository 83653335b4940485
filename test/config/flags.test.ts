import { describe, expect, it } from "vitest";
import { flagsTo } from "../../lib/config/flags.ts";

describe("the flags that lead to what a target's is", () => {
  it("are none where the defaults do", () => expect(flagsTo({})).toBe(""));

  it("stand behind a command as a shell takes them", () => {
    expect(flagsTo({ bucket: "state" })).toBe(" --bucket state");
    expect(flagsTo({ configFile: "conf/eu.json", bucket: "state" })).toBe(" --config conf/eu.json --bucket state");
    expect(flagsTo({ configFile: "o'hara's $HOME.json" })).toBe(" --config 'o'\\''hara'\\''s $HOME.json'");
  });
});
