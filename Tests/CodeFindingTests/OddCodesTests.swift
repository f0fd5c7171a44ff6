import Glibc
import QRDrawing
import Testing

@testable import CodeFinding

/// Codes as designers and paper make them.
@Suite struct OddCodesTests {
    private func code(_ length: Int) throws -> QRCode {
        try QRCode((0..<length).map { UInt8(ascii: "0") + UInt8($0 * 31 % 10) } + [UInt8(ascii: "a")])
    }

    @Test(arguments: [0.0, 25, 160]) func finderPatternsMayBeRings(degrees: Double) throws {
        let code = try code(60)
        var picture = Picture(width: 640, height: 480)
        let (c, s) = (cos(degrees * .pi / 180), sin(degrees * .pi / 180))
        let middle = Double(code.side) / 2
        let place = { (x: Double, y: Double) in
            (middle + (c * (x - 320) + s * (y - 240)) / 6, middle + (c * (y - 240) - s * (x - 320)) / 6)
        }
        picture.draw(code, place)
        let far = Double(code.side) - 3.5
        for y in 0..<480 {
            for x in 0..<640 {
                let (u, v) = place(Double(x), Double(y))
                for (cu, cv) in [(3.5, 3.5), (far, 3.5), (3.5, far)] where max(abs(u - cu), abs(v - cv)) < 4 {
                    let ring = hypot(u - cu, v - cv)
                    picture[x, y] = ring < 1.5 || (2.5..<3.5).contains(ring) ? 20 : 220
                }
            }
        }
        #expect(Redrawer().codes(picture).map(\.modules) == [code.modules])
    }

    /// No plane, and no arc: a wave of three quarters of a module across and down.
    @Test func aCodeOnWavedPaperIsDrawnFlat() throws {
        let code = try code(150)
        var picture = Picture(width: 640, height: 480)
        let (middle, side) = (Double(code.side) / 2, Double(code.side))
        picture.draw(code) { x, y in
            let (u, v) = ((x - 320) / 6, (y - 240) / 6)
            return (
                middle + u + 0.75 * sin(2 * .pi * v / side * 1.2), middle + v + 0.75 * sin(2 * .pi * u / side * 1.2 + 1)
            )
        }
        #expect(Redrawer().codes(picture).last?.modules == code.modules)
    }
}
