import Testing

@testable import CodeFinding

/// The kernels held against plain versions of what they should be, to the bit, over sizes that are no multiple of anything.
@Suite struct KernelTests {
    private static let sizes = [(1, 1), (2, 3), (8, 8), (9, 17), (37, 23), (64, 41), (65, 8), (131, 70)]

    @Test(arguments: sizes) func blockMeansAreTheMeansOfTheirPixels(width: Int, height: Int) {
        let picture = Picture.texture(width, height, padding: 5)
        let means = picture.filled(blocks(width) * blocks(height)) { pixels, out in
            var sums = BlockSums()
            sums.measure(picture.plane(pixels))
            sums.writeMeans(into: out)
        }
        let expected = (0..<blocks(height)).flatMap { y in
            (0..<blocks(width)).map { x in picture.mean(x * 8..<x * 8 + 8, y * 8..<y * 8 + 8, rounding: 0) }
        }
        #expect(means == expected)
    }

    @Test(arguments: sizes) func blockSumsAreTheSumsOfTheirPixels(width: Int, height: Int) {
        for picture in [
            Picture.texture(width, height, padding: 3), Picture(width: width, height: height, filledWith: 255),
        ] {
            let sums = picture.pixels.withUnsafeBufferPointer { pixels in
                var sums = BlockSums()
                sums.measure(picture.plane(pixels.baseAddress!))
                return sums.sums
            }
            let expected = (0..<blocks(height)).flatMap { y in
                (0..<blocks(width)).map { x in Int16(picture.sum(x * 8..<x * 8 + 8, y * 8..<y * 8 + 8).sum) }
            }
            #expect(sums == expected)
        }
    }

    @Test(arguments: sizes, [1, 2, 5]) func localMeansAreTheMeansOfTheBlocksAround(size: (Int, Int), radius: Int) {
        let blocks = Picture.texture(size.0, size.1, padding: 0)
        let local = blocks.filled(size.0 * size.1) { pixels, out in
            var sums = Storage<UInt32>()
            sums.reserve((size.0 + 1) * (size.1 + 1))
            localMeans(pixels, across: size.0, down: size.1, radius: radius, into: out, sums: sums.base)
        }
        let expected = (0..<size.1).flatMap { y in
            (0..<size.0).map { x in
                blocks.mean(x - radius..<x + radius + 1, y - radius..<y + radius + 1, rounding: 0)
            }
        }
        #expect(local == expected)
    }

    @Test(arguments: sizes) func columnsBecomeRows(width: Int, height: Int) {
        let picture = Picture.texture(width, height, padding: 3)
        let transposed = picture.filled(width * height) { pixels, out in
            _ = picture.plane(pixels).transposed(into: out)
        }
        #expect(transposed == (0..<width).flatMap { x in (0..<height).map { y in picture[x, y] } })
    }

    @Test(arguments: sizes) func halvingTakesTheMeanOfFour(width: Int, height: Int) {
        let picture = Picture.texture(2 * width, 2 * height, padding: 3)
        let half = picture.filled(width * height) { pixels, out in
            for y in 0..<height {
                let upper = pixels + 2 * y * picture.stride
                halveRow(upper, upper + picture.stride, width: width, into: out + y * width)
            }
        }
        let expected = (0..<height).flatMap { y in
            (0..<width).map { x in picture.mean(2 * x..<2 * x + 2, 2 * y..<2 * y + 2, rounding: 2) }
        }
        #expect(half == expected)
    }

    @Test(arguments: sizes) func aRowIsBlurredByItsNeighbours(width: Int, height: Int) {
        let picture = Picture.texture(width, 3, padding: 2)
        let blurred = picture.filled(width) { pixels, out in
            blurRow(pixels, pixels + picture.stride, pixels + 2 * picture.stride, width: width, into: out)
        }
        let expected = (0..<width).map { x -> UInt8 in
            guard x > 0, x < width - 1 else { return picture[x, 1] }
            var sum = 8
            for dy in -1...1 {
                for dx in -1...1 { sum += (2 - abs(dx)) * (2 - abs(dy)) * Int(picture[x + dx, 1 + dy]) }
            }
            return UInt8(sum / 16)
        }
        #expect(blurred == expected)
    }

    @Test(arguments: [1, 7, 8, 9, 63, 64, 65, 127, 128, 200]) func aRowBecomesBitsAndTheirChanges(width: Int) {
        let picture = Picture.texture(width, 2, padding: 0)
        let isLight = (0..<width).map { picture[$0, 0] > picture[$0 / 8, 1] }
        var words = Storage<UInt64>()
        words.reserve(width / 64 + 1)
        var places = Storage<Int32>()
        places.reserve(width + 1)
        let count = picture.pixels.withUnsafeBufferPointer { pixels in
            binariseRow(
                pixels.baseAddress!, width: width, thresholds: pixels.baseAddress! + width, into: words.base)
            return changes(words.base, width: width, into: places.base)
        }
        let bits = (0..<width).map { words.base[$0 / 64].littleEndian >> UInt64($0 % 64) & 1 == 1 }
        #expect(bits == isLight)
        let expected = (1..<max(width, 1)).filter { isLight[$0] != isLight[$0 - 1] }
        #expect((0..<count).map { Int(places.base[$0]) } == expected)
    }

    @Test func halvedMeansAreThoseOfTheHalvedBlocks() {
        let blocks = Picture.texture(5, 3, padding: 0)
        let half = blocks.filled(3 * 2) { pixels, out in
            halveMeans(pixels, across: 5, down: 3, into: out, halfAcross: 3, halfDown: 2)
        }
        // At the edges the last block stands for the one beyond it.
        let expected = (0..<2).flatMap { y in
            (0..<3).map { x -> UInt8 in
                let (columns, rows) = ([2 * x, min(2 * x + 1, 4)], [2 * y, min(2 * y + 1, 2)])
                let sum = rows.flatMap { row in columns.map { Int(blocks[$0, row]) } }.reduce(0, +)
                return UInt8((sum + 2) / 4)
            }
        }
        #expect(half == expected)
    }
}
