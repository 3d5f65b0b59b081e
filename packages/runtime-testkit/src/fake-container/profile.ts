/** The versions of the program that are imitated. */
export const FAKE_PROFILES = ["0.12.3", "1.0.0", "1.2.2", "1.4.1"] as const;

/** One of {@link FAKE_PROFILES}. */
export type FakeProfile = (typeof FAKE_PROFILES)[number];

/** What differs between the versions. */
export interface ProfileTraits {
  readonly version: FakeProfile;
  /** Whether `/` is written `\/` in JSON. */
  readonly escapesSlash: boolean;
  /** Whether `system status` has the nested shape. */
  readonly nestedStatus: boolean;
  /** Options that this version does not know yet. */
  readonly unknownOptions: readonly string[];
}

/** Tells what a version is like. */
export function traitsOf(version: FakeProfile): ProfileTraits {
  const since120 = ["--kernel-arg"];
  const since121 = ["--masked-path", "--read-only-path"];
  const isOld = version === "0.12.3" || version === "1.0.0";
  return {
    version,
    escapesSlash: version !== "1.4.1",
    nestedStatus: version === "1.4.1",
    unknownOptions: [...(isOld ? [...since120, ...since121] : []), ...(version === "0.12.3" ? ["--shm-size"] : [])],
  };
}
