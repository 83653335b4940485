/** The environment of PostgreSQL's programs: what finding files needs, nothing of PG*, of locales or of secrets. */

const KEPT = /^(PATH|SYSTEMROOT|TEMP|TMP|TMPDIR|LD_LIBRARY_PATH|DYLD_LIBRARY_PATH)$/i;

/** English messages, and no search for the machine's time zone (initdb tries out every zone file). */
export const environment = (): Record<string, string | undefined> => ({
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => KEPT.test(name))),
  LC_ALL: "C",
  TZ: "UTC",
  // To plan what a reading asks, a new backend takes up tens of MB: with ordinary pages a third of its time goes to their faults,
  // and it does not give back what the next statement takes again.
  GLIBC_TUNABLES: ["hugetlb=1", "mmap_threshold=67108864", "trim_threshold=134217728"]
    .map((tunable) => `glibc.malloc.${tunable}`)
    .join(":"),
});
