// A rolling window of commits with the delay of their records, and the percentiles of it.

/** Milliseconds that the window holds. */
export const windowMilliseconds = 5 * 60_000;

/** Shares of a commit's records at which its delay is sampled; between oldest and newest it is taken as even. */
const samplePoints = [0, 0.25, 0.5, 0.75, 1];

/** The commits of the last minutes. */
export class DelayWindow {
    #commits = new Map();

    /** The time of the latest commit, in milliseconds; undefined before the first. */
    latest;

    /** Takes rows of live-queries.js; a row that is there already is the same commit read twice. */
    add(rows) {
        for (const row of rows) {
            const { source, recorded_at: time, newest_delay: newest, oldest_delay: oldest, record_count: count } = row;
            this.#commits.set(`${source} ${time} ${oldest}`, { source, time, newest, oldest, count });
            if (!(this.latest >= time)) this.latest = time;
        }
    }

    /** Forgets what is older than the window at the time `now`. */
    trim(now) {
        for (const [key, { time }] of this.#commits) {
            if (time < now - windowMilliseconds) this.#commits.delete(key);
        }
    }

    /** Names of all sources in the window. */
    get sources() {
        return [...new Set([...this.#commits.values()].map(({ source }) => source))].sort();
    }

    /** The commits of a source (all for none) since a time. */
    commits(source, since) {
        const isWanted = (commit) => (!source || commit.source === source) && commit.time >= since;
        return [...this.#commits.values()].filter(isWanted);
    }

    /**
     * Figures at the end of each second, over the commits of the `spanMilliseconds` before it: `{ time, p50, p95, max,
     * count }`, in order; where none was committed in that time there is no point.
     */
    line(source, since, spanMilliseconds) {
        const seconds = new Map();
        for (const commit of this.commits(source, since)) {
            const first = Math.ceil(commit.time / 1000) * 1000;
            for (let end = first; end < commit.time + spanMilliseconds; end += 1000) {
                if (!seconds.has(end)) seconds.set(end, []);
                seconds.get(end).push(commit);
            }
        }
        return [...seconds].sort(([a], [b]) => a - b).map(([time, commits]) => ({ time, ...summary(commits) }));
    }
}

/** Percentiles of the delay over the records of some commits. */
export function summary(commits) {
    const samples = commits.flatMap(({ newest, oldest, count }) =>
        samplePoints.map((point) => ({
            delay: newest + (oldest - newest) * point,
            weight: Math.max(count, 1) / samplePoints.length,
        })));
    samples.sort((a, b) => a.delay - b.delay);
    const total = samples.reduce((sum, { weight }) => sum + weight, 0);
    const percentile = (share) => {
        let sum = 0;
        for (const { delay, weight } of samples) {
            sum += weight;
            if (sum >= share * total) return delay;
        }
        return samples.at(-1)?.delay;
    };
    return {
        p50: percentile(0.5),
        p95: percentile(0.95),
        max: samples.at(-1)?.delay,
        count: commits.reduce((sum, { count }) => sum + count, 0),
    };
}
