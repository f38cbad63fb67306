"""Many players in one process: cheap clients of docs/guide/protocol.md, written from that page and docs/guide/rules.md alone.

A `Player` does what the page asks of a client: it keeps an outbox and sends it again, holds a standby socket, leaves a gateway
that is silent or draining, and reads the stream. It has no rules: what it checks is counted, not computed.

- Every command has one outcome, and the same one each time it is told.
- An accepted input is in the Updates of its match exactly once, at the tick of its Ack; nothing else is in the player's name.
  `Crowd.review` watches matches again from their first tick for those that no Update told.
- Updates of one match with one `streamSeq` are the same bytes for everybody, the state hash included.
- A session's newest socket is never closed with 4001, and no socket for a fault of the client.
"""
from System.crowd.crowd import Crowd
from System.crowd.player import HOLDS, LEAVES, LETS_GO, Patience, Player
from System.crowd.websocket import Socket, read_varint

__all__ = ["HOLDS", "LEAVES", "LETS_GO", "Crowd", "Patience", "Player", "Socket", "read_varint"]
