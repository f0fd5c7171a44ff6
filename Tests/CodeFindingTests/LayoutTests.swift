import QRDrawing
import Testing

@testable import CodeFinding

@Suite struct LayoutTests {
    /// libqrencode draws a code of every version; what the version alone tells must be as there.
    @Test(arguments: 1...40) func whatIsKnownOfAVersionIsSoInItsCodes(number: Int) throws {
        // Alphanumeric capacity at level L, from a little above that of the version before (ISO/IEC 18004, table 7).
        let code = try #require(Self.code(version: number))
        var layout = Layout()
        layout.prepare(try #require(Version(number)))
        #expect(layout.side == code.side)
        for k in 0..<layout.knownCount {
            let known = layout.known(k)
            #expect(code.isDark(column: Int(known.x), row: Int(known.y)) == known.isDark, "\(known.x), \(known.y)")
        }
        // Both copies of the format information are one of the 32 words.
        let copies = (0..<15).reduce(into: (0 as UInt32, 0 as UInt32)) { words, bit in
            let (x, y) = FormatInformation.place(bit)
            let (otherX, otherY) = FormatInformation.otherPlace(bit, side: code.side)
            if code.isDark(column: x, row: y) { words.0 |= 1 << UInt32(bit) }
            if code.isDark(column: otherX, row: otherY) { words.1 |= 1 << UInt32(bit) }
        }
        #expect(copies.0 == copies.1 && (0..<32).map(FormatInformation.word).contains(copies.0))
        // What is left are the codewords and the remainder bits (table 1).
        let data = (0..<layout.side * layout.side).count {
            layout.role($0 % layout.side, $0 / layout.side) == .data
        }
        if number == 1 { #expect(data == 208) }
        if number == 40 { #expect(data == 29648) }
    }

    static func code(version: Int) -> QRCode? {
        var (least, most) = (1, 4296)
        while least < most {
            let middle = (least + most + 1) / 2
            guard let code = try? QRCode([UInt8](repeating: 65, count: middle), level: .low), code.version <= version
            else {
                most = middle - 1
                continue
            }
            least = middle
        }
        let code = try? QRCode((0..<least).map { UInt8(ascii: "A") + UInt8($0 * 7 % 26) }, level: .low)
        return code?.version == version ? code : nil
    }

    @Test func versionsAndTheirInformationAreThoseOfTheStandard() throws {
        #expect(Version(0) == nil && Version(41) == nil)
        #expect(try #require(Version(7)).information == 0b000111_110010010100)
        #expect(FormatInformation.word(0b00101) == 0b1000000_11001110)
        let places = [7: [6, 22, 38], 22: [6, 26, 50, 74, 98], 32: [6, 34, 60, 86, 112, 138], 1: []]
        for (number, expected) in places {
            let version = try #require(Version(number))
            #expect((0..<version.alignmentCount).map(version.alignmentPlace) == expected)
        }
    }
}
