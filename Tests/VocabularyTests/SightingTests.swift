import Testing
import Vocabulary

@Suite struct SightingTests {
    @Test func theAreaOfATiltedSquareIsItsOwn() {
        let quad = Quad(
            topLeft: Point(x: 0, y: 5), topRight: Point(x: 5, y: 0), bottomRight: Point(x: 10, y: 5),
            bottomLeft: Point(x: 5, y: 10))
        #expect(quad.area == 50)
        #expect(quad.centre == Point(x: 5, y: 5))
    }

    @Test func aPayloadThatIsTooLongIsCutAndSaysSo() {
        let long = Payload([UInt8](repeating: 1, count: Payload.maximumLength + 1))
        #expect(long.isCut && long.bytes.count == Payload.maximumLength)
        #expect(!Payload([UInt8](repeating: 1, count: Payload.maximumLength)).isCut)
    }
}
