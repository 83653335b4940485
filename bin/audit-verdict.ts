/** What `npm audit` came to: known weaknesses, none, or that nobody could be asked. */

export interface AuditVerdict {
  /** False only where there is something to mend. */
  readonly passed: boolean;
  readonly line: string;
}

interface Audited {
  readonly metadata?: { readonly vulnerabilities?: { readonly total?: number } };
  readonly vulnerabilities?: Readonly<Record<string, { readonly severity: string }>>;
  readonly message?: string;
  readonly error?: { readonly summary?: string };
}

/**
 * @param output of `npm audit --omit=dev --json`
 * @param deprecated runtime packages that their makers have given up, by the lock file: what can be known without asking
 */
export function auditVerdict(output: string, deprecated: readonly string[]): AuditVerdict {
  const audited = parsed(output);
  const total = audited?.metadata?.vulnerabilities?.total;
  const given = deprecated.length === 0 ? "" : `; given up by their makers: ${deprecated.join(", ")}`;
  if (total === undefined) {
    const [reason = "no answer"] = (audited?.error?.summary || audited?.message || "no answer").split("\n");
    const line = `NOT AUDITED: the registry cannot be asked (${reason}); run it against the public one before a release${given}`;
    return { passed: deprecated.length === 0, line };
  }
  const found = Object.entries(audited?.vulnerabilities ?? {}).map(([name, { severity }]) => `${name} (${severity})`);
  const line = total === 0 ? "audited: no known weakness" : `audited: ${total} known weaknesses: ${found.join(", ")}`;
  return { passed: total === 0 && deprecated.length === 0, line: `${line}${given}` };
}

function parsed(output: string): Audited | undefined {
  try {
    const value: unknown = JSON.parse(output);
    return typeof value === "object" && value !== null ? (value as Audited) : undefined;
  } catch {
    return undefined;
  }
}
