// Marks the document when a script fails, so that a broken page is never mistaken for an empty one.

function mark(reason) {
    document.documentElement.dataset.error = String(reason?.stack ?? reason);
}

addEventListener("error", (event) => mark(event.error ?? event.message));
addEventListener("unhandledrejection", (event) => mark(event.reason));
