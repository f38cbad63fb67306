/** Unsigned LEB128, docs/guide/protocol.md section 6: at most 10 bytes, shortest form, values below 2^64. */

export class WireError extends Error {}

/** Appends `value` (0 ≤ value < 2^64) to `out`. */
export function writeVarint(out: number[], value: bigint | number): void {
    let rest = BigInt(value);
    if (rest < 0n || rest >= 1n << 64n) throw new WireError(`${value} does not fit 64 bits`);
    while (rest >= 0x80n) {
        out.push(Number(rest & 0x7fn) | 0x80);
        rest >>= 7n;
    }
    out.push(Number(rest));
}

/** Reads one frame from its start; every read past the end or malformed number throws `WireError`. */
export class FrameReader {
    private offset = 0;

    constructor(private readonly bytes: Uint8Array) {}

    byte(): number {
        const value = this.bytes[this.offset];
        if (value === undefined) throw new WireError("the frame ends early");
        this.offset += 1;
        return value;
    }

    varint(): bigint {
        let value = 0n;
        for (let index = 0; index < 10; index++) {
            const byte = this.byte();
            if (index === 9 && byte > 1) throw new WireError("a varint is over 64 bits");
            value |= BigInt(byte & 0x7f) << BigInt(7 * index);
            if (byte < 0x80) {
                if (byte === 0 && index > 0) throw new WireError("a varint is not in its shortest form");
                return value;
            }
        }
        throw new WireError("a varint is longer than 10 bytes");
    }

    /** A varint that this program counts with; above 2^53 − 1 it throws. */
    count(): number {
        const value = this.varint();
        if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new WireError("a number is too large");
        return Number(value);
    }

    /** A fixed-width little-endian integer. */
    uint64(): bigint {
        let value = 0n;
        for (let index = 0; index < 8; index++) value |= BigInt(this.byte()) << BigInt(8 * index);
        return value;
    }

    end(): void {
        if (this.offset !== this.bytes.length) throw new WireError("the frame goes on after its end");
    }
}
