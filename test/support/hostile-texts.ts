/** What somebody may have typed into a database, to be more than text wherever it is shown. */

/** `FORGED` stands wherever it must not be at the beginning of a line, or outside of what quotes it. */
export const PAYLOADS: Readonly<Record<string, string>> = {
  "a terminal": "\u001b]0;FORGED\u0007\u001b[2J\u009b31m\u0007\b\u0000",
  "a log": "x\r\nFORGED 2026 ok\nFORGED\u2028FORGED\u2029FORGED\u0085FORGED",
  bidi: "\u202egpj.exe\u2066\u2069\u200f\u200b\ufeff",
  html: `"'><script>FORGED</script><img src=x onerror=FORGED></style></pre><svg onload=FORGED>&lt;b&gt;`,
  markdown:
    "](http://x.example) [FORGED](http://x.example) ```\n# FORGED\n``` **FORGED** | FORGED | ![i](http://x.example/i) <!-- @here",
  chat: "<!channel> <@U123456> <http://x.example|FORGED> @here *FORGED* `FORGED`",
  graph: `\\"]; FORGED [label="x"]\nclick FORGED "javascript:1"\nend;`,
  sql: "*/ FORGED; DROP TABLE canary; -- $$ ' \" \\ \n\\! FORGED\nFORGED; COMMIT;",
  xml: "]]> --> <!ENTITY FORGED> \uffff\ud800",
};

/** What would move a cursor, ring a bell, turn letters around, or end a line where we did not. */
export const HOSTILE = /(?![\n\t])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
