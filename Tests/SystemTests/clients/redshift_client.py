"""Amazon's Python driver for Redshift: statements, parameters, transactions, catalog calls."""
import datetime
import decimal

import redshift_connector

from common import expect, redshift_connection

connection = redshift_connection()
cursor = connection.cursor()
cursor.execute("CREATE TABLE trade (id bigint, date_dt timestamp, symbol varchar(12), price decimal(12,4)) DISTKEY (id)")
cursor.execute(
    "INSERT INTO trade VALUES (%s, %s, %s, %s)",
    (1, datetime.datetime(2013, 10, 7, 4, 0, 0, 688000), "AIG", decimal.Decimal("49.1800")))
cursor.execute("SELECT id, date_dt, symbol, price FROM trade")
expect(
    [list(row) for row in cursor.fetchall()],
    [[1, datetime.datetime(2013, 10, 7, 4, 0, 0, 688000), "AIG", decimal.Decimal("49.1800")]], "a row")
expect([column[0] for column in cursor.description], ["id", "date_dt", "symbol", "price"], "names of columns")

cursor.execute("SELECT JSON_PARSE('{\"a\":[1,2]}') AS payload")
expect(cursor.fetchone()[0], '{"a":[1,2]}', "a SUPER value")

connection.autocommit = False
cursor.execute("INSERT INTO trade (id) VALUES (2)")
connection.rollback()
cursor.execute("SELECT count(*) FROM trade")
expect(cursor.fetchone()[0], 1, "rows after a rollback")
connection.commit()
connection.autocommit = True

try:
    cursor.execute("SELECT absent FROM trade")
    raise SystemExit("an absent column was no error")
except redshift_connector.error.ProgrammingError as error:
    if "absent" not in str(error):
        raise SystemExit(f"the error does not name the column: {error}")

cursor.execute("SELECT version()")
if "Redshift" not in cursor.fetchone()[0]:
    raise SystemExit("tools look for the word Redshift in version()")
tables = cursor.get_tables(schema_pattern="public", table_name_pattern="trade")
expect([row[2] for row in tables], ["trade"], "the driver's list of tables")
columns = cursor.get_columns(schema_pattern="public", tablename_pattern="trade")
expect([row[3] for row in columns], ["id", "date_dt", "symbol", "price"], "the driver's list of columns")
connection.close()
