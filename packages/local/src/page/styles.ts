/** The looks of the page: by the system's scheme, from a phone's width on. */
export const styles = `:root {
  color-scheme: light dark;
  --ground: #fbfbfa; --panel: #ffffff; --line: #dcdcd7; --text: #1c1d1f; --soft: #62656b;
  --accent: #0b62c4; --chosen: #e7f0fb; --good: #1d7a3c; --bad: #b3261e; --late: #8a5a00;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #16181b; --panel: #1e2125; --line: #34383e; --text: #e8e9eb; --soft: #a0a5ad;
    --accent: #7ab7ff; --chosen: #24364c; --good: #72cf8e; --bad: #ff8f86; --late: #f0c060;
  }
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
body { margin: 0; height: 100vh; display: flex; flex-direction: column; background: var(--ground); color: var(--text);
  font: 14px/1.45 system-ui, sans-serif; }
header { display: flex; align-items: center; gap: 16px; padding: 8px 16px; border-bottom: 1px solid var(--line);
  background: var(--panel); flex-wrap: wrap; }
h1 { font-size: 15px; margin: 0; }
h2 { font-size: 14px; margin: 0 0 4px; overflow-wrap: anywhere; }
h3 { font-size: 12px; margin: 16px 0 4px; color: var(--soft); font-weight: 600; }
#state { margin: 0 0 0 auto; color: var(--soft); }
button, input { font: inherit; color: inherit; background: var(--panel); border: 1px solid var(--line); border-radius: 6px;
  padding: 4px 10px; }
button { cursor: pointer; }
button:hover { border-color: var(--accent); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
button[aria-pressed="true"] { background: var(--chosen); border-color: var(--accent); }
main { flex: 1; min-height: 0; }
#calls { display: grid; grid-template-columns: minmax(320px, 2fr) 3fr; }
#list { display: flex; flex-direction: column; min-height: 0; border-right: 1px solid var(--line); }
#tools { display: flex; gap: 8px; padding: 8px; border-bottom: 1px solid var(--line); }
#tools input { flex: 1; min-width: 0; }
#empty { padding: 24px 16px; color: var(--soft); margin: 0; }
#entries { list-style: none; margin: 0; padding: 0; overflow-y: auto; flex: 1; }
#entries button { display: grid; grid-template-columns: 1fr auto; gap: 0 12px; width: 100%; text-align: left; border: 0;
  border-bottom: 1px solid var(--line); border-radius: 0; padding: 7px 12px; background: none; }
#entries button:hover { background: var(--chosen); }
#entries button[aria-current="true"] { background: var(--chosen); box-shadow: inset 3px 0 var(--accent); }
.name { font-weight: 600; }
.small { color: var(--soft); font-size: 12px; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.right { text-align: right; }
.good { color: var(--good); } .bad { color: var(--bad); } .late { color: var(--late); }
#detail { overflow-y: auto; padding: 12px 16px; min-width: 0; }
#detail .facts { display: flex; flex-wrap: wrap; gap: 4px 16px; color: var(--soft); margin: 4px 0 8px; }
.notice { border-left: 3px solid var(--bad); padding: 6px 10px; margin: 8px 0; background: var(--panel);
  overflow-wrap: anywhere; }
pre { margin: 0; padding: 10px; background: var(--panel); border: 1px solid var(--line); border-radius: 6px;
  overflow: auto; max-height: 60vh; font: 12px/1.5 ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
.timeline { list-style: none; margin: 0; padding: 0; border: 1px solid var(--line); border-radius: 6px;
  background: var(--panel); }
.timeline li { display: grid; grid-template-columns: 72px 150px 1fr; gap: 8px; padding: 3px 10px;
  border-bottom: 1px solid var(--line); font: 12px/1.5 ui-monospace, monospace; }
.timeline li:last-child { border-bottom: 0; }
.timeline span { overflow-wrap: anywhere; min-width: 0; }
.bar { display: flex; gap: 8px; align-items: center; margin: 8px 0; flex-wrap: wrap; }
.back { display: none; }
#stores { overflow-y: auto; padding: 16px; }
#stores > button { margin-bottom: 12px; }
#stores section { margin-bottom: 24px; max-width: 1100px; }
#stores details { border: 1px solid var(--line); border-radius: 6px; background: var(--panel); margin: 6px 0; padding: 6px 12px; }
#stores summary { cursor: pointer; overflow-wrap: anywhere; }
#door { max-width: 460px; margin: 12vh auto; padding: 0 16px; }
#door form { display: flex; gap: 8px; align-items: end; flex-wrap: wrap; }
#door label { display: grid; gap: 4px; flex: 1; }
@media (max-width: 760px) {
  #calls { grid-template-columns: 1fr; }
  #list { border-right: 0; }
  #calls.chosen #list { display: none; }
  .back { display: inline-block; }
  .timeline li { grid-template-columns: 64px 1fr; }
  .timeline li span:last-child { grid-column: 1 / -1; }
}
`;
