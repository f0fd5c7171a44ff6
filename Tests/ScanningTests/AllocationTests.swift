import AllocationCount
import QRDrawing
import Testing

@testable import Scanning

/// The frame path allocates nothing once it is warm; zbar's own allocations are not counted.
@Suite struct AllocationTests {
    /// What the scanner allocates in each of the later frames while the scenes take turns, so that nothing is ever still.
    private func allocations(over scenes: [Raster], expecting codes: Int) -> [Int] {
        let scanner = Scanner()
        var counts: [Int] = []
        for turn in 0..<52 {
            scenes[turn % scenes.count].withFrame { frame in
                allocation_count_begin()
                let report = scanner.scan(frame)
                let count = allocation_count_end()
                #expect(scanner.sightings.count == codes && !report.isStill)
                if turn >= 40 { counts.append(count) }
            }
        }
        return counts
    }

    @Test func nothingIsAllocatedWhileCodesStayInView() throws {
        let scenes = try [40, 90].map { x in
            var scene = Raster(width: 640, height: 480, filledWith: 150)
            scene.draw(try QRCode(Array("the first of two".utf8)).raster(modulePixels: 5), x: x, y: 40)
            scene.draw(try QRCode(Array(0...255)).raster(modulePixels: 4), x: 320, y: 2 * x)
            return scene
        }
        #expect(allocations(over: scenes, expecting: 2) == Array(repeating: 0, count: 12))
    }

    @Test func nothingIsAllocatedInAMovingSceneWithoutACode() {
        let scenes = [0, 4].map { shift in
            var scene = Raster(width: 640, height: 480)
            for i in scene.pixels.indices { scene.pixels[i] = UInt8(((i + shift) / 8 % 2) * 200) }
            return scene
        }
        #expect(allocations(over: scenes, expecting: 0) == Array(repeating: 0, count: 12))
    }

    @Test func nothingIsAllocatedForAStillFrame() throws {
        let scanner = Scanner()
        try QRCode(Array("held still".utf8)).raster(modulePixels: 6).withFrame { frame in
            while !scanner.scan(frame).isStill {}
            allocation_count_begin()
            let report = scanner.scan(frame)
            #expect(allocation_count_end() == 0)
            #expect(report.isStill && scanner.sightings.count == 1)
        }
    }

    @Test func theCounterCounts() {
        allocation_count_begin()
        let some = [Int](repeating: 7, count: Int.random(in: 1000...1001))
        #expect(allocation_count_end() >= 1)
        #expect(some.count >= 1000)
    }
}
