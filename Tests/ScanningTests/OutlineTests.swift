import CodeFinding
import QRDrawing
import Testing
import Vocabulary

@testable import Scanning

/// Corners are the outer edges of the corner modules, from the code's own top left, clockwise as the code is read.
@Suite struct OutlineTests {
    /// A version 2 code, 25 modules of 6 pixels, at (200, 120) of a grey frame of 640 by 480.
    private let side = 150.0

    private func code() throws -> Raster {
        let code = try QRCode(Array("a code of version 2, 25 a side".utf8), level: .low).raster(modulePixels: 6)
        #expect(code.width == 198)
        return code
    }

    private func outline(_ code: Raster, _ attempt: WholeAttempt) throws -> Quad {
        var picture = Raster(width: 640, height: 480, filledWith: 128)
        picture.draw(code, x: 176, y: 96)
        var outlines: [Quad] = []
        picture.withFrame { frame in
            var decoder = QRDecoder()
            var pictures = PictureMaker()
            var blocks = BlockSums()
            blocks.measure(Plane(frame))
            let prepared = pictures.picture(attempt, of: Plane(frame), blocks: blocks)
            decoder.scan(prepared.plane) { outlines.append(prepared.source($1)) }
        }
        try #require(outlines.count == 1)
        return outlines[0]
    }

    @Test(arguments: 0..<4, WholeAttempt.all.filter { $0.ink != .light })
    func cornersAreTheCodesOwnWhicheverWayItIsHeld(quarters: Int, attempt: WholeAttempt) throws {
        let turned = try (0..<quarters).reduce(code()) { code, _ in code.turned }
        let (left, top, right, bottom) = (200.0, 120.0, 200 + side, 120 + side)
        let upright = [(left, top), (right, top), (right, bottom), (left, bottom)]
        // A quarter clockwise brings the code's top left to the picture's top right.
        let expected = Array(upright[quarters...] + upright[..<quarters])
        #expect(try outline(turned, attempt).distance(from: expected) <= 2)
    }

    @Test(arguments: WholeAttempt.all.filter { $0.ink == .light })
    func aLightCodeOnDarkGroundHasTheSameCorners(attempt: WholeAttempt) throws {
        let expected = [(200, 120), (200 + side, 120), (200 + side, 120 + side), (200, 120 + side)]
        #expect(try outline(code().inverted, attempt).distance(from: expected) <= 2)
    }

    @Test(arguments: 0..<4) func aCodeDrawnAnewHasItsOwnCornersToo(quarters: Int) throws {
        var picture = Raster(width: 640, height: 480, filledWith: 128)
        picture.draw(try (0..<quarters).reduce(code()) { code, _ in code.turned }, x: 176, y: 96)
        let (left, top, right, bottom) = (200.0, 120.0, 200 + side, 120 + side)
        let upright = [(left, top), (right, top), (right, bottom), (left, bottom)]
        let scanner = Scanner()
        let report = picture.withFrame { scanner.scan($0) }
        #expect(Array(report.attempts) == [.redrawn] && scanner.sightings.count == 1)
        #expect(
            scanner.sightings.first?.outline.distance(from: Array(upright[quarters...] + upright[..<quarters])) ?? 9
                <= 1)
    }

    @Test func aMirroredCodeKeepsItsOwnTopLeft() throws {
        let expected = [(350.0, 120.0), (200.0, 120.0), (200.0, 270.0), (350.0, 270.0)]
        #expect(try outline(code().mirrored, .plain).distance(from: expected) <= 2)
        var picture = Raster(width: 640, height: 480, filledWith: 128)
        picture.draw(try code().mirrored, x: 176, y: 96)
        let scanner = Scanner()
        _ = picture.withFrame { scanner.scan($0) }
        #expect(scanner.sightings.first?.outline.distance(from: expected) ?? 9 <= 1)
    }
}
