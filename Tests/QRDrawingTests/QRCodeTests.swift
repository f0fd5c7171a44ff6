import QRDrawing
import Testing

/// What it draws is read back by the scanner in the tests of Scanning; here only what can be seen without one.
@Suite struct QRCodeTests {
    @Test func baseFortyFiveTextTakesTheAlphanumericMode() throws {
        // ISO/IEC 18004 table 7: version 9 at level M holds 262 alphanumeric characters or 180 bytes.
        let text = [UInt8](repeating: UInt8(ascii: "A"), count: 262)
        #expect(try QRCode(text).version == 9)
        #expect(try QRCode([UInt8](repeating: UInt8(ascii: "a"), count: 262)).version > 9)
    }

    @Test func finderPatternsStandInThreeCorners() throws {
        let code = try QRCode(Array("HELLO".utf8))
        for (x, y) in [(0, 0), (code.side - 7, 0), (0, code.side - 7)] {
            let row = (0..<7).map { code.isDark(column: x + $0, row: y + 3) }
            #expect(row == [true, false, true, true, true, false, true])
        }
    }

    @Test func outsideIsLight() throws {
        let code = try QRCode([1])
        #expect(!code.isDark(column: -1, row: 0) && !code.isDark(column: 0, row: code.side))
    }

    @Test func whatDoesNotFitIsRefused() throws {
        // ISO/IEC 18004 table 7: 2,953 bytes at version 40, level L.
        #expect(try QRCode([UInt8](repeating: 200, count: 2953), level: .low).version == 40)
        #expect(throws: QRCodeTooLong.self) { try QRCode([UInt8](repeating: 200, count: 2954), level: .low) }
        #expect(throws: QRCodeTooLong.self) { try QRCode([]) }
    }

    @Test func theRasterHasAQuietZone() throws {
        let code = try QRCode(Array("HELLO".utf8))
        let raster = code.raster(modulePixels: 3)
        #expect(raster.width == (code.side + 8) * 3)
        let dark = raster.pixels.indices.filter { raster.pixels[$0] == 0 }
        #expect(dark.map { $0 % raster.width }.min() == 12)
        #expect(dark.map { $0 / raster.width }.min() == 12)
    }

    @Test func aPNGFileBeginsWithItsSignature() throws {
        let file = try QRCode(Array("HELLO".utf8)).raster(modulePixels: 4).png()
        #expect(Array(file.prefix(8)) == [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
    }

    @Test func theSVGDrawsEveryDarkModule() throws {
        let code = try QRCode(Array("HELLO".utf8))
        let path = try #require(code.svg().split(separator: "\"").dropLast().last)
        let drawn = path.split(separator: "h").compactMap { Int($0.prefix { $0.isNumber }) }
        let dark = (0..<code.side * code.side).count { code.isDark(column: $0 % code.side, row: $0 / code.side) }
        #expect(drawn.reduce(0, +) == dark)
    }
}
