/** Readable without colours and without a script; dark where the reader's system is; fit for a phone and for paper. */
export const REPORT_STYLE = `
:root { color-scheme: light dark; --text: #1c2126; --soft: #5b6670; --line: #d9dfe4; --ground: #ffffff; --raised: #f5f7f9;
  --passed: #1a7f37; --failed: #b42318; --partial: #9a6700; --code: #eef1f4; }
@media (prefers-color-scheme: dark) { :root { --text: #e6eaee; --soft: #9aa6b1; --line: #343c44; --ground: #14181c;
  --raised: #1c2228; --passed: #4ac26b; --failed: #ff7b72; --partial: #d4a72c; --code: #262d34; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--text); font: 16px/1.5 system-ui, sans-serif; }
header, main { max-width: 62rem; margin: 0 auto; padding: 0 1.25rem; }
header { padding-top: 2rem; padding-bottom: 1rem; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0.5rem 0 0.25rem; }
h2 { font-size: 1.15rem; margin: 2.25rem 0 0.75rem; padding-bottom: 0.35rem; border-bottom: 1px solid var(--line); }
h3 { font-size: 1rem; margin: 0 0 0.25rem; }
p { margin: 0.4rem 0; }
.subject, small { color: var(--soft); }
small { display: block; font-size: 0.82rem; font-weight: 400; }
code { font: 0.88em ui-monospace, monospace; background: var(--code); padding: 0.1em 0.35em; border-radius: 4px; overflow-wrap: anywhere; }
pre { font: 0.8rem/1.45 ui-monospace, monospace; background: var(--code); padding: 0.75rem; border-radius: 6px; overflow-x: auto; }
code.command { display: inline-block; padding: 0.3em 0.5em; }
.verdict { display: inline-block; margin: 0; padding: 0.2rem 0.8rem; border-radius: 6px; color: var(--ground); background: var(--partial);
  font-weight: 700; text-transform: uppercase; letter-spacing: 0.06em; }
header.passed .verdict { background: var(--passed); }
header.known-failures .verdict { background: var(--partial); }
header.failed .verdict { background: var(--failed); }
dl { margin: 0; } dt { color: var(--soft); font-size: 0.82rem; } dd { margin: 0; overflow-wrap: anywhere; }
.facts { display: grid; grid-template-columns: repeat(3, 1fr); gap: 0.75rem; }
.facts div { background: var(--raised); border: 1px solid var(--line); border-radius: 8px; padding: 0.6rem 0.8rem; }
.facts dd { font-weight: 600; }
.not-proven { border-left: 4px solid var(--partial); padding-left: 1rem; margin-top: 2rem; }
.not-proven h2 { margin-top: 0; border: 0; padding: 0; }
.not-proven ul { margin: 0; padding-left: 1.1rem; }
.not-proven li { margin: 0.25rem 0; }
.not-proven details { border: 0; } .not-proven summary { padding: 0; } .not-proven details code { line-height: 1.9; }
.stale { border-left: 4px solid var(--failed); padding-left: 1rem; margin-top: 2rem; } .stale h2 { margin-top: 0; border: 0; padding: 0; }
.failure { border: 1px solid var(--line); border-left: 4px solid var(--failed); border-radius: 6px; padding: 0.3rem 1rem; margin: 0.6rem 0; }
.failure[open] { padding-bottom: 0.8rem; } .failure.known { border-left-color: var(--partial); }
.title { display: block; padding: 0.2rem 0 0 1.1rem; }
.known-why { color: var(--soft); } .count { color: var(--soft); font-weight: 400; }
.message { font-weight: 600; }
.seen { display: grid; align-items: start; grid-template-columns: 1fr 2fr; gap: 0.75rem; margin: 0.5rem 0; }
.seen div { background: var(--raised); border-radius: 6px; padding: 0.5rem 0.7rem; }
.why div, .run div { display: grid; grid-template-columns: 9rem 1fr; gap: 0.25rem 1rem; padding: 0.15rem 0; }
.table { overflow-x: auto; } .table code { overflow-wrap: break-word; }
table { border-collapse: collapse; width: 100%; font-size: 0.92rem; }
th, td { text-align: left; padding: 0.35rem 0.6rem 0.35rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
.number { text-align: right; padding-right: 0; white-space: nowrap; }
tr.none td { color: var(--soft); }
tr.undeclared td { color: var(--failed); font-weight: 600; }
details { border-bottom: 1px solid var(--line); }
.failure details { border: 0; }
summary { cursor: pointer; padding: 0.45rem 0; }
.cases-of > summary span { color: var(--soft); float: right; }
a { color: inherit; }
.cases { list-style: none; margin: 0 0 0.75rem; padding: 0; }
.cases li { display: grid; grid-template-columns: 6.5rem 1fr auto; gap: 0.25rem 0.75rem; padding: 0.35rem 0; font-size: 0.92rem; }
.mark { font-weight: 600; color: var(--soft); white-space: nowrap; }
.passed > .mark { color: var(--passed); } .failed > .mark, .errored > .mark { color: var(--failed); } .skipped > .mark, .known > .mark { color: var(--partial); } .cases .stale > .mark { color: var(--failed); }
.not-declared > div { color: var(--soft); }
.meta { color: var(--soft); font-size: 0.82rem; white-space: nowrap; }
main { padding-bottom: 4rem; }
@media (max-width: 40rem) {
  .facts { grid-template-columns: 1fr 1fr; } .seen { grid-template-columns: 1fr; }
  .cases li { grid-template-columns: 1fr auto; } .cases li > div { grid-column: 1 / -1; grid-row: 2; }
  .why div, .run div { grid-template-columns: 1fr; gap: 0; padding: 0.3rem 0; }
  h1 { font-size: 1.35rem; }
}
@media print { details::details-content { content-visibility: visible; } body { font-size: 11pt; }
  header .verdict, header.passed .verdict, header.failed .verdict, header.known-failures .verdict { color: inherit; background: none; border: 2px solid; } }
`;
