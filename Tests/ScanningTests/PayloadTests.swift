import QRDrawing
import Testing

@testable import Scanning

@Suite struct PayloadTests {
    @Test(arguments: [Array(0...255), Array("café €".utf8), Array("HELLO".utf8), [0], [0xEF, 0xBB, 0xBF, 0x41]])
    func whatWasEncodedComesBack(bytes: [UInt8]) throws {
        let scanner = Scanner()
        _ = try QRCode(bytes).raster(modulePixels: 4).withFrame(scanner.scan)
        #expect(scanner.sightings.map(\.payload.bytes) == [bytes])
        print(scanner.sightings.map(\.outline))
    }
}
