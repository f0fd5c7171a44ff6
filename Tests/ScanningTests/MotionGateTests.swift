import CodeFinding
import QRDrawing
import Testing

@testable import Scanning

@Suite struct MotionGateTests {
    private var gate = MotionGate()

    /// Shows a picture, scans it where it is not still, and says whether it was.
    private mutating func show(_ picture: Raster) -> Bool {
        picture.withFrame { frame in
            let isStill = gate.isStill(Plane(frame))
            if !isStill { gate.noteScan() }
            return isStill
        }
    }

    private func doorway() -> Raster {
        var picture = Raster(width: 320, height: 240)
        for i in picture.pixels.indices { picture.pixels[i] = UInt8(60 + i % 320 / 4) }
        return picture
    }

    /// The same with noise of up to 12 levels either way, another each time.
    private func noisy(_ picture: Raster, _ seed: Int) -> Raster {
        var noise = UInt32(truncatingIfNeeded: seed &* 2_654_435_761 | 1)
        return picture.mapped { value in
            noise = noise &* 1_664_525 &+ 1_013_904_223
            return UInt8(clamping: Int(value) + Int(noise >> 24) % 25 - 12)
        }
    }

    @Test mutating func theFirstFrameIsNotStill() {
        #expect(!show(doorway()))
        #expect(show(doorway()))
    }

    @Test mutating func noiseAndFlickerAreStill() {
        _ = show(doorway())
        for seed in 1..<60 {
            let flickering = doorway().mapped { $0 + UInt8(seed % 3) }
            #expect(show(noisy(flickering, seed)))
        }
    }

    @Test mutating func aFaintCodeThatAppearsIsSeenAndGoesUnseenOnlyWhenItHasLongBeenHeldStill() throws {
        var held = doorway()
        let code = try QRCode(Array("faint".utf8)).raster(modulePixels: 3)
        held.draw(code.mapped { $0 == 0 ? 100 : 130 }, x: 90, y: 70)
        for _ in 0..<50 { _ = show(doorway()) }
        for frame in 0..<8 { #expect(!show(held), "frame \(frame)") }
        for _ in 0..<50 { _ = show(held) }
        #expect(show(held))
        #expect(!show(doorway()))
    }

    @Test(arguments: [2, 3, 5]) mutating func aCodeThatMovesIsSeenInEveryFrame(speed: Int) throws {
        let code = try QRCode(Array("moving".utf8)).raster(modulePixels: 4)
        for frame in 0..<30 {
            var picture = doorway()
            picture.draw(code, x: 10 + frame * speed, y: 60)
            #expect(!show(picture), "frame \(frame)")
        }
    }

    @Test mutating func aDisplayThatLightsUpIsSeen() throws {
        var dark = doorway()
        dark.draw(Raster(width: 60, height: 110, filledWith: 20), x: 100, y: 60)
        for _ in 0..<80 { _ = show(dark) }
        #expect(show(dark))
        var lit = dark
        lit.draw(try QRCode(Array("lit".utf8)).raster(modulePixels: 2).mapped { $0 / 4 + 20 }, x: 101, y: 70)
        #expect(!show(lit))
    }

    /// The background follows what creeps; the frame that was scanned last does not.
    @Test mutating func whatCreepsIsSeenBeforeItHasChangedMuch() {
        _ = show(doorway())
        var unseen = 0
        for step in 1...200 {
            let brighter = doorway().mapped { $0 + UInt8(step / 4) }
            unseen = show(brighter) ? unseen + 1 : 0
            #expect(unseen <= 11 * 4)
        }
    }

    @Test mutating func anotherSizeIsNotStill() {
        _ = show(doorway())
        #expect(!show(Raster(width: 321, height: 240)))
        #expect(!show(Raster(width: 1, height: 1)))
        #expect(!show(doorway()))
    }
}
