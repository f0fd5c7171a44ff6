/// A CBOR data item (RFC 8949) of the kinds that credentials are made of.
package enum CBOR: Hashable, Sendable {
    case unsigned(UInt64)
    /// -1 - n.
    case negative(UInt64)
    case bytes([UInt8])
    case text(String)
    case array([CBOR])
    case map([CBOR: CBOR])
    indirect case tagged(UInt64, CBOR)
    /// A simple value by its number: 20 false, 21 true, 22 null, 23 undefined.
    case simple(UInt8)
    /// Of any width; it is written in the shortest that keeps its value.
    case float(Double)
}

extension CBOR: ExpressibleByIntegerLiteral {
    package init(integerLiteral value: Int64) {
        self = value < 0 ? .negative(UInt64(-1 - value)) : .unsigned(UInt64(value))
    }
}

extension CBOR {
    /// The one deterministic encoding (RFC 8949 section 4.2.1): shortest forms, map keys in the order of their bytes.
    package var encoded: [UInt8] {
        var out: [UInt8] = []
        write(to: &out)
        return out
    }

    private func write(to out: inout [UInt8]) {
        switch self {
        case .unsigned(let value): Self.writeHead(major: 0, value, to: &out)
        case .negative(let value): Self.writeHead(major: 1, value, to: &out)
        case .bytes(let bytes):
            Self.writeHead(major: 2, UInt64(bytes.count), to: &out)
            out += bytes
        case .text(let text):
            Self.writeHead(major: 3, UInt64(text.utf8.count), to: &out)
            out += text.utf8
        case .array(let items):
            Self.writeHead(major: 4, UInt64(items.count), to: &out)
            for item in items { item.write(to: &out) }
        case .map(let entries):
            Self.writeHead(major: 5, UInt64(entries.count), to: &out)
            let ordered = entries.map { (key: $0.key.encoded, value: $0.value) }
                .sorted { $0.key.lexicographicallyPrecedes($1.key) }
            for entry in ordered {
                out += entry.key
                entry.value.write(to: &out)
            }
        case .tagged(let tag, let item):
            Self.writeHead(major: 6, tag, to: &out)
            item.write(to: &out)
        case .simple(let value): Self.writeHead(major: 7, UInt64(value), to: &out)
        case .float(let value): Self.writeFloat(value, to: &out)
        }
    }

    private static func writeHead(major: UInt8, _ argument: UInt64, to out: inout [UInt8]) {
        let (info, width): (UInt8, Int) =
            switch argument {
            case 0..<24: (UInt8(argument), 0)
            case 0...0xFF: (24, 1)
            case 0...0xFFFF: (25, 2)
            case 0...0xFFFF_FFFF: (26, 4)
            default: (27, 8)
            }
        out.append(major << 5 | info)
        writeBigEndian(argument, width: width, to: &out)
    }

    private static func writeFloat(_ value: Double, to out: inout [UInt8]) {
        if value.isNaN {
            out += [0xF9, 0x7E, 0x00]
        } else if Double(Float16(value)) == value {
            out.append(0xF9)
            writeBigEndian(UInt64(Float16(value).bitPattern), width: 2, to: &out)
        } else if Double(Float(value)) == value {
            out.append(0xFA)
            writeBigEndian(UInt64(Float(value).bitPattern), width: 4, to: &out)
        } else {
            out.append(0xFB)
            writeBigEndian(value.bitPattern, width: 8, to: &out)
        }
    }

    private static func writeBigEndian(_ value: UInt64, width: Int, to out: inout [UInt8]) {
        for byte in (0..<width).reversed() { out.append(UInt8(truncatingIfNeeded: value >> (8 * UInt64(byte)))) }
    }
}
