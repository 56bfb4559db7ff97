"""Measures Millrace beside the bare engine and PostgreSQL: the same rows, the same machine, one run.

Every line is the median of several runs of both sides in turn. A ratio above 1 means that Millrace is faster.
"""
import argparse
import json
import os
import statistics
import time

import duckdb
import psycopg

import market
import servers
import wire

PARENT = """CASE WHEN exchange_name LIKE 'Cboe%' THEN 'CBOE'
    WHEN exchange_name LIKE 'NYSE%' OR exchange_name = 'New York Stock Exchange' THEN 'NYSE'
    WHEN exchange_name LIKE 'Nasdaq%' THEN 'NASDAQ' END"""
SPREADS = f"""
    SELECT date_dt::date AS day, {PARENT} AS parent_exchange_name, sector_name, sum(spread * weight) / sum(weight)
    FROM (SELECT date_dt, exchange_name, s.factset_sector_desc AS sector_name,
              bid_price * bid_volume + ask_price * ask_volume AS weight, (ask_price - bid_price) / ask_price AS spread
          FROM quotes q JOIN sectors s ON q.sector_code = s.factset_sector_code
          WHERE ask_price <> 0 AND bid_price <> 0) AS weighted
    GROUP BY 1, 2, 3"""
VOLUMES = f"""
    SELECT date_dt::date AS day, {PARENT} AS parent_exchange_name, s.factset_sector_desc AS sector_name,
        sum((price * volume)::decimal(30,4))
    FROM trades t JOIN sectors s ON t.sector_code = s.factset_sector_code
    GROUP BY 1, 2, 3"""
COLUMNS = {"date_dt": "timestamp", "symbol": "varchar(12)", "exchange_name": "varchar(64)", "sector_code": "varchar(4)",
           "bid_price": "double precision", "bid_volume": "bigint", "ask_price": "double precision",
           "ask_volume": "bigint"}
CLIENT_ROWS = "SELECT i::int AS n, (i * 7)::bigint AS m, 'row ' || i::varchar AS t FROM {source}"


def timed(action):
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


class Bench:
    def __init__(self, options):
        self.options = options
        self.rows = []

    def measure(self, name, ours, peer, peer_name, amount, unit):
        """Runs both sides in turn; each action returns the seconds that count."""
        pairs = [(ours(), peer()) for _ in range(self.options.runs)]
        mine, theirs = (amount / statistics.median(pair[side] for pair in pairs) for side in (0, 1))
        row = {"name": name, "ours": mine, "peer": theirs, "unit": unit, "ratio": mine / theirs, "runs": self.options.runs}
        self.rows.append(row)
        print(f"{name:<40} {mine:>14,.2f} {theirs:>14,.2f}  {unit:<14} {row['ratio']:>6.2f}  against {peer_name}", flush=True)

    def ingest(self, folder, addresses):
        """Records of JSON to a typed view, against the engine's own load of the same JSON from a file."""
        count, file = self.options.quotes, os.path.join(folder, "quotes.json")
        duckdb.sql(f"COPY ({market.quotes(count)}) TO '{file}' (FORMAT JSON, TIMESTAMPFORMAT '%Y-%m-%d %H:%M:%S.%f')")
        market.create_stream(addresses["api"], "quotes", 4)
        market.send(addresses["api"], "quotes", file)
        select = ", ".join(
            f"json_extract_path_text(from_varbyte(kinesis_data, 'utf-8'), '{name}')::{type} AS {name}"
            for name, type in COLUMNS.items())
        types = ", ".join(f"{name}: '{'double' if 'double' in type else type}'" for name, type in COLUMNS.items())

        def ours():
            self.sql.execute("DROP MATERIALIZED VIEW IF EXISTS typed_quotes")
            self.sql.execute(
                f"CREATE MATERIALIZED VIEW typed_quotes AUTO REFRESH NO AS SELECT {select} FROM market.\"quotes\" "
                "WHERE can_json_parse(kinesis_data)")
            # A refresh takes what it finds up to a bound, so it is repeated until nothing is left.
            seconds = 0
            while self.sql.execute("SELECT count(*) FROM typed_quotes").fetchone()[0] < count:
                seconds += timed(lambda: self.sql.execute("REFRESH MATERIALIZED VIEW typed_quotes"))
            return seconds

        def peer():
            path = os.path.join(folder, "peer.duckdb")
            with duckdb.connect(path) as engine:
                engine.execute("DROP TABLE IF EXISTS typed_quotes")
                load = f"CREATE TABLE typed_quotes AS SELECT * FROM read_json('{file}', format = 'newline_delimited', columns = {{{types}}})"
                return timed(lambda: engine.execute(load).fetchall())

        self.sql.execute("CREATE EXTERNAL SCHEMA market FROM KINESIS")
        self.measure("JSON records into a typed view", ours, peer, "read_json", count, "rows/s")

    def sample_queries(self, folder):
        """The two reports over tables, against the engine on the same rows in a file of its own."""
        engine = duckdb.connect(os.path.join(folder, "queries.duckdb"))
        sectors = ", ".join(f"('{code}', '{name}')" for code, name in market.SECTORS.items())
        engine.execute(f"CREATE TABLE sectors AS SELECT * FROM (VALUES {sectors}) AS s(factset_sector_code, factset_sector_desc)")
        self.sql.execute("CREATE TABLE sectors (factset_sector_code varchar(4), factset_sector_desc varchar(100))")
        self.sql.execute(f"INSERT INTO sectors VALUES {sectors}")
        self.load(engine, "quotes", market.quotes(self.options.quotes * 5), COLUMNS, folder)
        trades = {name: COLUMNS[name] for name in ("date_dt", "symbol", "exchange_name", "sector_code")}
        self.load(engine, "trades", market.trades(self.options.quotes * 5), trades | {"price": "decimal(12,4)", "volume": "int"}, folder)
        for name, query in (("spread report", SPREADS), ("volume report", VOLUMES)):
            right = sorted(engine.execute(query).fetchall(), key=repr)
            groups = len(self.sql.execute(query).fetchall())
            if groups != len(right):
                raise SystemExit(f"{name}: {groups} groups, the engine has {len(right)}")
            self.measure(
                name, lambda: timed(lambda: self.sql.execute(query).fetchall()),
                lambda: timed(lambda: engine.execute(query).fetchall()), "the bare engine", self.options.quotes * 5, "rows/s")
        engine.close()

    def load(self, engine, name, query, columns, folder):
        """The same rows into a table of each side, by a CSV file."""
        file = os.path.join(folder, name + ".csv")
        engine.execute(f"CREATE TABLE {name} AS {query}")
        engine.execute(f"COPY {name} TO '{file}' (HEADER false)")
        self.sql.execute(f"CREATE TABLE {name} ({', '.join(f'{column} {type}' for column, type in columns.items())})")
        with self.sql.cursor().copy(f"COPY {name} FROM STDIN WITH (FORMAT csv)") as copy, open(file, "rb") as lines:
            while block := lines.read(1 << 20):
                copy.write(block)
        os.remove(file)

    def rows_to_a_client(self, folder, port):
        """A large result to a client that only reads, against PostgreSQL's sequence of the same rows."""
        count = self.options.client_rows
        query = CLIENT_ROWS.format(source=f"generate_series(1, {count}) AS numbers(i)")
        with servers.postgres(folder) as postgres_port:
            ours, peer = wire.Client(port), wire.Client(postgres_port, database="postgres")
            sizes = ours.bytes_of_result(query), peer.bytes_of_result(query)
            if abs(sizes[0] - sizes[1]) > 1000:
                raise SystemExit(f"the answers differ: {sizes[0]} and {sizes[1]} bytes")
            self.measure(
                "rows to a client", lambda: timed(lambda: ours.bytes_of_result(query)),
                lambda: timed(lambda: peer.bytes_of_result(query)), "PostgreSQL", count, "rows/s")
            ours.close()
            peer.close()

    def run(self):
        print(f"{'':<40} {'millrace':>14} {'peer':>14}  {'':<14} {'ratio':>6}")
        with servers.scratch_folder() as folder, servers.millrace(self.options.program, folder) as addresses:
            port = int(addresses["sql"].rsplit(":", 1)[1].split("/")[0])
            self.sql = psycopg.connect(
                host="127.0.0.1", port=port, dbname="dev", user="dev", sslmode="disable", autocommit=True)
            self.ingest(folder, addresses)
            self.sample_queries(folder)
            self.rows_to_a_client(folder, port)
            self.sql.close()
        if self.options.json:
            with open(self.options.json, "w") as file:
                json.dump(self.rows, file, indent=2)


def main():
    parser = argparse.ArgumentParser(prog="./run bench", description=__doc__.splitlines()[0])
    parser.add_argument("--program", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--json", metavar="FILE", help="write the rows to FILE")
    parser.add_argument("--quotes", type=int, default=1_000_000, help="records to ingest; the reports take five times as many")
    parser.add_argument("--client-rows", type=int, default=10_000_000, help="rows that go to a client")
    parser.add_argument("--runs", type=int, default=3, help="runs of each side")
    Bench(parser.parse_args()).run()


main()
