import CodeFinding
import QRDrawing
import Testing
import Vocabulary

@testable import Scanning

@Suite struct PayloadTests {
    @Test(arguments: [
        Array(0...255), Array("café €".utf8), Array("HELLO WORLD".utf8), [0], [0xEF, 0xBB, 0xBF, 0x41],
        [0x83, 0x8F, 0x5C, 0xFF],
    ])
    func whatWasEncodedComesBack(bytes: [UInt8]) throws {
        let picture = try QRCode(bytes).raster(modulePixels: 4)
        let scanner = Scanner()
        _ = picture.withFrame { scanner.scan($0) }
        #expect(scanner.sightings.map(\.payload.bytes) == [bytes])
        let plain = Scanner(.plain)
        _ = picture.withFrame { plain.scan($0) }
        #expect(plain.sightings.map(\.payload.bytes) == [bytes])
    }

    @Test func theLargestCodeIsReadWhole() throws {
        let bytes = (0..<4296).map { UInt8(ascii: "A") + UInt8($0 % 26) }
        let scanner = Scanner()
        let picture = try QRCode(bytes, level: .low).raster(modulePixels: 4)
        for _ in 0..<3 where scanner.sightings.isEmpty { _ = picture.withFrame { scanner.scan($0) } }
        #expect(scanner.sightings.map(\.payload) == [Payload(bytes)])
        #expect(scanner.sightings.first?.payload.isCut == false)
    }

    @Test func theSamePayloadSeenAgainKeepsItsBytes() {
        var memory = PayloadMemory()
        func payload(_ bytes: [UInt8]) -> Payload { bytes.withUnsafeBytes { memory.payload($0) } }
        func address(_ payload: Payload) -> UnsafeRawPointer? { payload.bytes.withUnsafeBytes { $0.baseAddress } }
        let first = payload([1, 2, 3])
        #expect(address(payload([1, 2, 3])) == address(first))
        #expect(payload([1, 2]).bytes == [1, 2])
        #expect(payload([]).bytes == [])
        let long = [UInt8](repeating: 7, count: Payload.maximumLength)
        #expect(!payload(long).isCut)
        #expect(payload(long + [7]).isCut && payload(long + [7]).bytes == long)
        for _ in 0..<PayloadMemory.patience { memory.frameEnded([]) }
        #expect(address(payload([1, 2, 3])) != address(first))
    }
}
