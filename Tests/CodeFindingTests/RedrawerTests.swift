import Glibc
import QRDrawing
import Testing
import Vocabulary

@testable import CodeFinding

@Suite struct RedrawerTests {
    private let redrawer = Redrawer()

    private func code(_ length: Int = 30) throws -> QRCode {
        try QRCode((0..<length).map { UInt8(ascii: "0") + UInt8($0 * 31 % 10) } + [UInt8(ascii: "a")])
    }

    /// A code of `pixels` a module around (320, 240), turned, and with its far side smaller.
    private func held(
        _ code: QRCode, pixels: Double, degrees: Double, perspective: Double = 0
    ) -> (Double, Double) -> (Double, Double) {
        let (c, s) = (cos(degrees * .pi / 180), sin(degrees * .pi / 180))
        let middle = Double(code.side) / 2
        return { x, y in
            let (dx, dy) = (x - 320, y - 240)
            let (u, v) = ((c * dx + s * dy) / pixels, (c * dy - s * dx) / pixels)
            let weight = 1 - perspective * v / middle
            return (middle + u / weight, middle + v / weight)
        }
    }

    @Test(arguments: [0, 20, 45, 90, 135, 200, 300]) func aCodeIsDrawnAsItIsWhicheverWayItIsHeld(degrees: Double) throws
    {
        let code = try code()
        var picture = Picture(width: 640, height: 480)
        picture.draw(code, held(code, pixels: 5, degrees: degrees))
        let drawn = redrawer.codes(picture)
        #expect(drawn.map(\.modules) == [code.modules])
        let (c, s) = (cos(degrees * .pi / 180) * 5, sin(degrees * .pi / 180) * 5)
        let half = Double(code.side) / 2
        let corners = [(-half, -half), (half, -half), (half, half), (-half, half)].map { u, v in
            Point(x: 320.5 + c * u - s * v, y: 240.5 + s * u + c * v)
        }
        for (corner, expected) in zip(drawn.first?.outline.corners ?? [], corners) {
            #expect(hypot(corner.x - expected.x, corner.y - expected.y) < 2)
        }
    }

    @Test(arguments: [0.1, 0.2], [0, 30]) func aTiltedCodeIsDrawnStraight(perspective: Double, degrees: Double)
        throws
    {
        let code = try code(120)
        var picture = Picture(width: 640, height: 480)
        picture.draw(code, held(code, pixels: 5, degrees: degrees, perspective: perspective))
        #expect(redrawer.codes(picture).map(\.modules) == [code.modules])
    }

    @Test func lightOnDarkIsDrawnDarkOnLight() throws {
        let code = try code()
        var picture = Picture(width: 640, height: 480)
        picture.draw(code, dark: 230, light: 30, held(code, pixels: 4, degrees: 10))
        #expect(redrawer.codes(picture).map(\.modules) == [code.modules])
    }

    @Test func aMirroredCodeIsDrawnAsItIsRead() throws {
        let code = try code()
        var picture = Picture(width: 640, height: 480)
        picture.draw(code) { x, y in (Double(code.side) - (x - 100) / 5, (y - 80) / 5) }
        let drawn = redrawer.codes(picture)
        #expect(drawn.map(\.modules) == [code.modules])
        let outline = try #require(drawn.first?.outline)
        #expect(outline.topLeft.x > outline.topRight.x + 100 && abs(outline.topLeft.y - outline.topRight.y) < 4)
    }

    /// The light of a module is spread over five by five pixels where one is four wide: only the second drawing, with the
    /// blur taken out, is right.
    @Test func blurIsTakenOut() throws {
        let code = try code(200)
        var picture = Picture(width: 640, height: 480)
        picture.draw(code, held(code, pixels: 4, degrees: 7))
        let drawn = redrawer.codes(picture.blurred(2)) { $0 == code.modules }
        #expect(drawn.last?.modules == code.modules)
    }

    /// The code moved by two or three modules while the frame was exposed, and came nearer by some hundredths.
    @Test(arguments: [(14.0, 1.0, 0.0), (2, 14, 0), (10, 4, 0), (12, 0, 0.04)])
    func aCodeInMotionIsDrawnAtRest(right: Double, down: Double, nearer: Double) throws {
        let code = try code(30)
        let middle = Double(code.side) / 2
        let frames = (0..<15).map { k in
            let part = (Double(k) + 0.5) / 15 - 0.5
            let (x, y, pixels) = (130 + part * right, 130 + part * down, 5 * (1 + part * nearer))
            var picture = Picture(width: 260, height: 260)
            picture.draw(code) { (middle + ($0 - x) / pixels, middle + ($1 - y) / pixels) }
            return picture
        }
        let drawn = redrawer.codes(Picture.mean(of: frames)) { $0 == code.modules }
        #expect(drawn.last?.modules == code.modules)
    }

    @Test func aCodeOnARollIsDrawnFlat() throws {
        let code = try code(120)
        var picture = Picture(width: 640, height: 480)
        let (middle, radius) = (Double(code.side) / 2, Double(code.side) * 5)
        picture.draw(code) { x, y in
            (middle + asin(max(-1, min(1, (x - 320) / radius))) * radius / 6, middle + (y - 240) / 6)
        }
        let drawn = redrawer.codes(picture) { $0 == code.modules }
        #expect(drawn.last?.modules == code.modules)
    }

    @Test func severalCodesAreDrawnEach() throws {
        var picture = Picture(width: 640, height: 480)
        let codes = try (0..<4).map { try code(20 + 5 * $0) }
        for (k, code) in codes.enumerated() {
            let (left, top) = (Double(50 + k % 2 * 300), Double(40 + k / 2 * 220))
            picture.draw(code) { x, y in ((x - left) / 5, (y - top) / 5) }
        }
        let expected = Set(codes.map(\.modules))
        #expect(Set(redrawer.codes(picture) { expected.contains($0) }.map(\.modules)).isSuperset(of: expected))
    }

    /// Texture, stripes and squares: there is nothing to draw, or it stays within what one frame may cost.
    @Test func aFieldOfFinderPatternsCostsAFewDrawings() {
        for module in [3, 6] {
            for gap in [1, 4] {
                var picture = Picture(width: 400, height: 300)
                for y in 0..<300 {
                    for x in 0..<400 {
                        let (column, row) = (x / module % (7 + gap), y / module % (7 + gap))
                        let ring = max(abs(column - 3), abs(row - 3))
                        picture[x, y] = ring == 3 || ring < 2 ? 0 : 255
                    }
                }
                #expect(redrawer.codes(picture) { _ in false }.count <= 15)
                #expect(redrawer.isCrowded)
            }
        }
        #expect(redrawer.codes(.texture(640, 480, padding: 0)).isEmpty)
    }

    @Test func framesOfAnySizeAreSearched() throws {
        let sides = [1, 2, 3, 8, 9, 17, 64, 4096]
        for width in sides {
            for height in sides where width * height < 70000 {
                #expect(redrawer.codes(.texture(width, height, padding: 3)).isEmpty)
            }
        }
        let code = try code()
        var picture = Picture(width: 640, height: 480)
        picture.draw(code, held(code, pixels: 5, degrees: 3))
        #expect(redrawer.codes(picture).map(\.modules) == [code.modules])
    }
}
