/** The page for whoever has shown the token; its scripts want the token for every call. */
export function appMarkup(token: string): string {
  return document(
    `<meta name="local-token" content="${token}" />
<script type="module" src="/_local/app.js"></script>`,
    `<header>
  <h1>AWS on this machine</h1>
  <nav>
    <button type="button" id="show-calls" aria-pressed="true">Calls</button>
    <button type="button" id="show-stores" aria-pressed="false">Stores</button>
  </nav>
  <p id="state" role="status"></p>
</header>
<main id="calls">
  <section id="list" aria-label="Calls">
    <form id="tools">
      <input id="filter" type="search" placeholder="Filter: operation, model, status" aria-label="Filter" />
      <button type="button" id="clear">Clear</button>
    </form>
    <p id="empty">No call yet. Point an AWS client at <code id="address"></code>; each call shows here as it happens.</p>
    <ol id="entries"></ol>
  </section>
  <section id="detail" aria-label="The chosen call" hidden></section>
</main>
<main id="stores" hidden></main>`,
  );
}

/** The page for whoever has not: a form that asks for the token. */
export function doorMarkup(wasWrong: boolean): string {
  const text = wasWrong
    ? "That is not the control token of this instance."
    : "This page is for who has the control token.";
  return document(
    "",
    `<main id="door">
  <h1>AWS on this machine</h1>
  <p>${text} It was printed when the server started, and is <code>controlToken</code> of a program that started one.</p>
  <form action="/_local/" method="get">
    <label>Control token <input name="token" type="password" autocomplete="off" required autofocus /></label>
    <button>Open</button>
  </form>
</main>`,
  );
}

function document(head: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
<meta name="color-scheme" content="light dark" />
<title>AWS on this machine</title>
<link rel="stylesheet" href="/_local/app.css" />
${head}
</head>
<body>
${body}
</body>
</html>
`;
}
