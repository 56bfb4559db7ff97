// Runs a task again and again while the page is seen, and keeps on when the server is gone for a while.

import { ConnectionLost } from "./api.js";

const retryMilliseconds = 2000;

/**
 * Calls `task` every `intervalMilliseconds`, the next time only after it has ended. `onState` gets "connected" or
 * "reconnecting"; a failure that is not a lost connection is the task's own to show.
 */
export function poll(task, { intervalMilliseconds, onState }) {
    let timer;
    const step = async () => {
        let pause = intervalMilliseconds;
        try {
            await task();
            onState("connected");
        } catch (error) {
            if (!(error instanceof ConnectionLost)) throw error;
            onState("reconnecting");
            pause = Math.max(pause, retryMilliseconds);
        } finally {
            timer = document.hidden ? undefined : setTimeout(step, pause);
        }
    };
    document.addEventListener("visibilitychange", () => {
        if (!document.hidden && timer === undefined) step();
    });
    step();
}

/** Shows the state of the connection in a chip. */
export function showConnection(chip, state) {
    const text = state === "connected" ? "live" : "reconnecting";
    // The same text again would be read out again.
    if (chip.textContent === text) return;
    chip.textContent = text;
    chip.dataset.tone = state === "connected" ? "good" : "warn";
}
