// The tree of schemas, tables and columns beside the editor.

import { isExpected, run } from "./api.js";
import { element } from "./elements.js";
import { identifier, literal, records } from "./values.js";

const tablesQuery = `select table_catalog, table_schema, table_name, table_type
from svv_tables
order by 1, 2, 3`;

const columnsQuery = ({ table_catalog, table_schema, table_name }) => `select column_name, data_type
from svv_columns
where table_catalog = ${literal(table_catalog)} and table_schema = ${literal(table_schema)}
    and table_name = ${literal(table_name)}
order by ordinal_position`;

const systemSchemas = new Set(["pg_catalog", "information_schema", "pg_internal"]);

/** The name that a statement in `database` uses for a table: as short as it can be. */
function qualifiedName({ table_catalog, table_schema, table_name }, database) {
    const parts = table_catalog === database ? [table_schema, table_name] : [table_catalog, table_schema, table_name];
    if (parts.length === 2 && (table_schema === "public" || table_schema === "pg_catalog")) parts.shift();
    return parts.map(identifier).join(".");
}

/** Shows the tree in `container`; `onInsert` gets the name of what was chosen. */
export class SchemaBrowser {
    #container;
    #onInsert;
    /** Qualified names of tables with the columns that were looked up, for completion. */
    names = {};

    constructor(container, { onInsert }) {
        this.#container = container;
        this.#onInsert = onInsert;
    }

    /** Reads the tables anew. */
    async load() {
        try {
            const [tables, [{ database }]] = await Promise.all([
                run(tablesQuery, { limit: 10_000 }).then(records),
                run("select current_database() as database").then(records),
            ]);
            this.#show(tables, database);
        } catch (error) {
            if (!isExpected(error)) throw error;
            this.#say(`The list of tables cannot be read: ${error.message}`);
        }
    }

    #show(tables, database) {
        const groups = groupBy(tables, groupName(database));
        const isSystem = (rows) => systemSchemas.has(rows[0].table_schema);
        const sorted = [...groups].sort(([, a], [, b]) => isSystem(a) - isSystem(b));
        this.names = Object.fromEntries(tables.map((row) => [qualifiedName(row, database), []]));
        this.#container.replaceChildren(...sorted.map(([name, rows], index) =>
            element("details", { open: index === 0 && !isSystem(rows) },
                element("summary", {}, element("span", {}, name), element("small", {}, String(rows.length))),
                rows.map((row) => this.#table(row, database)))));
        if (tables.length === 0) this.#say("There are no tables yet.");
    }

    #say(sentence) {
        this.#container.replaceChildren(element("p", { class: "faint" }, sentence));
    }

    #table(row, database) {
        const name = qualifiedName(row, database);
        const list = element("ul", {});
        const details = element("details", { class: "table" },
            element("summary", { title: `${name}: ${row.table_type ?? ""}`.toLowerCase() },
                element("span", {}, row.table_name), this.#insertButton(name)),
            list);
        details.addEventListener("toggle", () => {
            if (details.open && list.childElementCount === 0) this.#loadColumns(row, name, list);
        });
        return details;
    }

    async #loadColumns(row, name, list) {
        try {
            const columns = records(await run(columnsQuery(row), { limit: 2000 }));
            this.names[name] = columns.map(({ column_name }) => column_name);
            list.replaceChildren(...columns.map(({ column_name, data_type }) => {
                const insert = () => this.#onInsert(identifier(column_name));
                return element("li", {},
                    element("button", { type: "button", onclick: insert }, column_name),
                    element("small", {}, data_type));
            }));
        } catch (error) {
            if (!isExpected(error)) throw error;
            list.replaceChildren(element("li", { class: "faint" }, error.message));
        }
    }

    #insertButton(name) {
        const insert = (event) => {
            event.preventDefault();
            this.#onInsert(name);
        };
        return element("button", {
            type: "button", class: "insert", "aria-label": `Insert ${name}`, title: "Insert the name", onclick: insert,
        }, "+");
    }
}

function groupBy(rows, key) {
    const groups = new Map();
    for (const row of rows) {
        const name = key(row);
        if (!groups.has(name)) groups.set(name, []);
        groups.get(name).push(row);
    }
    return groups;
}

const groupName = (database) => ({ table_catalog, table_schema }) =>
    (table_catalog === database ? table_schema : `${table_catalog}.${table_schema}`);
