// Starts the page, or says in words why it cannot. Static text stands in index.html; nothing is drawn here.
//
// This is a module of its own, since the content policy allows no inline script. The names of the program's files carry
// a hash of their content, so they are taken from the links that trunk writes into the page.

const skeleton = document.getElementById("skeleton");

// Shows one of the texts of index.html in place of the one before.
function say(words) {
  for (const text of skeleton.querySelectorAll("[data-words]")) {
    text.hidden = text.dataset.words !== words;
  }
}

async function load() {
  const script = document.querySelector('link[rel="modulepreload"]');
  const program = document.querySelector('link[rel="preload"][as="fetch"]');
  const { default: init } = await import(script.href);
  // `integrity` makes the browser refuse a program that is not the one this page was built with.
  const answer = fetch(program.href, { integrity: program.dataset.integrity, credentials: "same-origin" });
  await init({ module_or_path: answer });
}

// The language of the static words, found as the program finds its own: the one chosen before, else the first of the
// browser's that the page speaks.
function language() {
  const tags = [...navigator.languages];
  try {
    tags.unshift(localStorage.getItem("language") ?? "");
  } catch {
    // A browser that forbids storage has nothing chosen before.
  }
  const spoken = tags.map((tag) => tag.toLowerCase().split("-")[0]);
  return spoken.find((tag) => tag === "en" || tag === "nl") ?? "en";
}

document.documentElement.lang = language();

if (window.top !== window.self) {
  // Within a page of someone else a click may not mean what it seems to: offer nothing but the way out.
  say("framed");
  const way = skeleton.querySelector('[data-words="framed"]');
  skeleton.replaceChildren(way);
} else if (typeof WebAssembly !== "object") {
  say("unsupported");
} else {
  say("loading");
  load().catch((error) => {
    console.error(error);
    say("failed");
  });
}
