"""A ledger with a long history, made here as ARCHITECTURE and Sources/Ledger/Chain.swift say a row is chained."""

import hashlib
import hmac
import sqlite3

# LedgerColumn's numbers.
COLUMNS = {"sequence": 1, "station": 2, "boot": 3, "gate": 4, "kind": 5, "monotonic": 6, "time": 7, "clock": 8,
           "credential": 9, "class": 10, "format": 11, "verdict": 12, "reason": 13, "lock": 14, "policy": 15}


def chain_key(secret):
    """HKDF (RFC 5869) with SHA-256, no salt, for the chain's purpose: one block."""
    extracted = hmac.digest(bytes(32), secret, hashlib.sha256)
    return hmac.digest(extracted, b"scan-appliance ledger chain 1\x01", hashlib.sha256)


def lengthen(ledger, key, rows):
    """Adds decisions to the `ledger` (a file that no gate has open) until it has so many `rows`."""
    with open(key, "rb") as file:
        secret = chain_key(file.read())
    database = sqlite3.connect(ledger)
    database.execute("PRAGMA synchronous = OFF")
    sequence, time, previous = database.execute(
        "SELECT sequence, time, hmac FROM ledger ORDER BY sequence DESC LIMIT 1").fetchone()
    names = ", ".join(f'"{name}"' for name in COLUMNS)
    insertion = f"INSERT INTO ledger ({names}, hmac) VALUES ({', '.join('?' * (len(COLUMNS) + 1))})"
    fixed = ("LAB-1", "history", "main", "decision")
    judged = ("member", "sp1", "admit", "ok", "opened", "094e073e1c4a0c5b")

    def following():
        nonlocal sequence, previous
        while sequence < rows:
            sequence += 1
            credential = hashlib.sha256(sequence.to_bytes(8, "big")).digest()
            values = (sequence, *fixed, sequence * 1000, time, "trusted", credential, *judged)
            previous = link(secret, previous, values)
            yield (*values, previous)

    with database:
        database.executemany(insertion, following())
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()


def link(secret, previous, values):
    message = bytearray(b"R" + previous)
    for column, value in zip(COLUMNS.values(), values):
        if isinstance(value, int):
            kind, content = 1, value.to_bytes(8, "big", signed=True)
        elif isinstance(value, str):
            kind, content = 2, value.encode()
        else:
            kind, content = 3, value
        message += bytes([column, kind]) + len(content).to_bytes(4, "big") + content
    return hmac.digest(secret, bytes(message), hashlib.sha256)
