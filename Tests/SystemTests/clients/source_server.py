"""The MariaDB server that a script's integration follows, by its own client."""
import subprocess


def execute(port, statement, database=None):
    """Runs statements and returns their rows as text, columns between tabs."""
    return subprocess.run(
        ["mariadb", "-h127.0.0.1", f"-P{port}", "-ureader", "-psecret", "-N", "-B", "-e", statement]
        + ([database] if database else []),
        check=True, capture_output=True, text=True).stdout
