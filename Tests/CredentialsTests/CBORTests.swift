import Foundation
import Testing
import Vectors

@testable import Credentials

@Suite struct CBORTests {
    /// What of RFC 8949 appendix A is refused, and why; everything else is read.
    private static let refused: [String: CBORFault] = [
        // Simple values below 32 in two bytes: valid in RFC 7049, where these vectors began, and no longer in RFC 8949.
        "f818": .reserved
    ]

    @Test(.enabled(if: Vectors.arePresent, Comment(rawValue: Vectors.comment)))
    func appendixA() throws {
        let entries = try #require(try vector("cbor-appendix-a/appendix_a.json") as? [[String: Any]])
        #expect(entries.count == 82)
        for entry in entries {
            let hex = try #require(entry["hex"] as? String)
            let bytes = try unhex(hex)
            if let fault = Self.refused[hex] {
                #expect(throws: fault, "\(hex)") { try CBORReader.read(bytes) }
                continue
            }
            let item = try CBORReader.read(bytes)
            // The file marks which encodings are the shortest: exactly those are written again as they were.
            #expect((item.encoded == bytes) == (entry["roundtrip"] as? Bool), "\(hex)")
            if let decoded = entry["decoded"] { #expect(Self.is(item, decoded), "\(hex)") }
        }
    }

    private static func `is`(_ item: CBOR, _ json: Any) -> Bool {
        switch item {
        case .unsigned(let value): (json as? NSNumber)?.doubleValue == Double(value)
        case .negative(let value): (json as? NSNumber)?.doubleValue == -1 - Double(value)
        // Foundation reads 3.4028234663852886e+38 as its neighbour.
        case .float(let value): (json as? NSNumber).map { abs($0.doubleValue - value) <= value.ulp } ?? false
        case .text(let text): json as? String == text
        case .array(let items):
            (json as? [Any]).map { $0.count == items.count && zip(items, $0).allSatisfy { Self.is($0, $1) } } ?? false
        case .map(let entries):
            (json as? [String: Any]).map { object in
                object.allSatisfy { key, value in
                    (entries[.text(key)] ?? entries[.unsigned(UInt64(key) ?? 0)]).map { Self.is($0, value) } ?? false
                }
            } ?? false
        case .simple(let value): value == 22 ? json is NSNull : (json as? Bool) == (value == 21)
        // Bignums: the number is in the tag's bytes, and nothing here reads them.
        case .tagged(2...3, .bytes): true
        case .bytes, .tagged: false
        }
    }

    @Test(arguments: [
        ("", CBORFault.truncated), ("18", .truncated), ("1b00000000000000", .truncated), ("4200", .truncated),
        ("8201", .truncated), ("a101", .truncated), ("c1", .truncated), ("0000", .trailingBytes),
        ("f6f6", .trailingBytes),
        ("1c", .reserved), ("3d", .reserved), ("5e", .reserved), ("fc", .reserved), ("f800", .reserved),
        ("f81f", .reserved),
        ("ff", .reserved), ("df", .reserved), ("1f", .reserved), ("9f", .truncated), ("bf01ff", .reserved),
        ("81ff", .reserved), ("5f4101", .truncated), ("5f6161ff", .reserved), ("5f5f4101ffff", .reserved),
        ("7f61c3ff", .notUTF8), ("7f4100ff", .reserved), ("bf01020102ff", .duplicateKey), ("c1ff", .reserved),
        ("61ff", .notUTF8), ("63eda080", .notUTF8), ("62c080", .notUTF8), ("64f4908080", .notUTF8),
        ("a201000100", .duplicateKey), ("a2010018010a", .duplicateKey), ("a2616100616100", .duplicateKey),
        ("a14000", .unusableKey), ("a18000", .unusableKey), ("a1f90000", .unusableKey), ("a1f500", .unusableKey),
    ])
    func whatIsWrongHasAName(hex: String, fault: CBORFault) throws {
        let bytes = try unhex(hex)
        #expect(throws: fault) { try CBORReader.read(bytes) }
    }

    @Test func depthIsBounded() throws {
        let open = [UInt8](repeating: 0x9F, count: CBORReader.maximumDepth)
        #expect(throws: Never.self) { try CBORReader.read(open + open.map { _ in 0xFF }) }
        #expect(throws: CBORFault.tooDeep) { try CBORReader.read(open + [0x9F]) }
        for opening: UInt8 in [0x81, 0xC1] {
            let deepest = [UInt8](repeating: opening, count: CBORReader.maximumDepth - 1) + [0]
            #expect(throws: Never.self) { try CBORReader.read(deepest) }
            #expect(throws: CBORFault.tooDeep) { try CBORReader.read([opening] + deepest) }
            #expect(throws: CBORFault.tooDeep) { try CBORReader.read([UInt8](repeating: opening, count: 1_000_000)) }
        }
        let maps = [UInt8](repeating: 0xA1, count: 1) + [0x01]
        #expect(throws: CBORFault.tooDeep) { try CBORReader.read((0..<100).flatMap { _ in maps } + [0]) }
    }

    @Test func itemsAreBounded() throws {
        func array(_ count: Int) -> [UInt8] { CBOR.array([CBOR](repeating: 0, count: count)).encoded }
        #expect(throws: Never.self) { try CBORReader.read(array(CBORReader.maximumItems - 1)) }
        #expect(throws: CBORFault.tooManyItems) { try CBORReader.read(array(CBORReader.maximumItems)) }
        for opening in [0x9F, 0x5F] as [UInt8] {
            let element: UInt8 = opening == 0x9F ? 0 : 0x40
            func open(_ count: Int) -> [UInt8] { [opening] + [UInt8](repeating: element, count: count) + [0xFF] }
            #expect(throws: Never.self) { try CBORReader.read(open(CBORReader.maximumItems - 1)) }
            #expect(throws: CBORFault.tooManyItems) { try CBORReader.read(open(CBORReader.maximumItems)) }
        }
    }

    @Test(arguments: [0x5B, 0x7B, 0x9B, 0xBB] as [UInt8], [0x7FFF_FFFF_FFFF_FFFF, .max, 1 << 40] as [UInt64])
    func aDeclaredLengthIsNotBelieved(initial: UInt8, length: UInt64) {
        let bytes = [initial] + (0..<8).reversed().map { UInt8(truncatingIfNeeded: length >> (8 * $0)) }
        #expect(throws: CBORFault.truncated) { try CBORReader.read(bytes) }
        #expect(throws: CBORFault.self) { try CBORReader.read([0x84] + bytes + [1, 2, 3, 4, 5, 6, 7, 8]) }
    }

    @Test func theWriterOrdersKeysByTheirBytes() {
        // RFC 8949 section 4.2.1: 10, 100, -1, "z", "aa".
        let map = CBOR.map([.text("aa"): 1, .text("z"): 2, -1: 3, 100: 4, 10: 5])
        #expect(Hex.text(map.encoded) == "a50a05186404" + "2003" + "617a02" + "62616101")
    }
}
