/// Looks for finder patterns along some of the rows of a level.
struct RowSearch: ~Copyable {
    /// How many places are examined at most in one level.
    static let examinations = 1200

    /// How many places of the rows of the last search showed all of 1:1:3:1:1, however small.
    private(set) var crossings = 0
    /// Whether the last search was cut short.
    private(set) var isExhausted = false
    private var words = Storage<UInt64>()
    private var places = Storage<Int32>()

    /// Adds to `found` what the rows show, from pixels `scale` times as wide as the frame's. Every `spacing`-th row is looked
    /// at, in an order in which neighbours are far apart in time, so that what is cut short is spread over the frame.
    mutating func search(_ level: Level, scale: Float, spacing: Int, into found: inout FoundPatterns) {
        search(level, scale: scale, spacing: spacing, examinations: Self.examinations, into: &found) {
            level.examine($0, $1, module: $2, isWhole: $3)?.scaled(by: scale)
        }
    }

    /// The same with another look at what the rows show than `Level` has: at a place, of modules so wide, with both of its outer
    /// runs or without.
    @inline(__always)
    mutating func search(
        _ level: Level, scale: Float, spacing: Int, examinations: Int, into found: inout FoundPatterns,
        _ examine: (Int, Int, Float, Bool) -> FinderPattern?
    ) {
        let (width, height) = (level.plane.width, level.plane.height)
        words.reserve(width / 64 + 1)
        places.reserve(width + 1)
        var left = examinations
        crossings = 0
        isExhausted = false
        for phase in 0..<8 {
            // 0, 4, 2, 6, 1, 5, 3, 7: the bits of the phase read backwards.
            let offset = (phase & 1) << 2 | phase & 2 | phase >> 2
            for y in stride(from: offset * spacing + spacing / 2, to: height, by: 8 * spacing) {
                let count = edges(level, y)
                self.examine(level, y, edges: count, scale: scale, left: &left, into: &found, examine)
                if left <= 0 {
                    isExhausted = true
                    return
                }
            }
        }
    }

    private func edges(_ level: Level, _ y: Int) -> Int {
        let plane = level.plane
        let row = plane.luma + y * plane.stride
        binariseRow(
            row, width: plane.width, thresholds: level.thresholds + (y / blockSide) * level.across, into: words.base)
        return changes(words.base, width: plane.width, into: places.base)
    }

    /// Tests each run between two changes as the middle of 1:1:3:1:1.
    @inline(__always)
    private mutating func examine(
        _ level: Level, _ y: Int, edges count: Int, scale: Float, left: inout Int, into found: inout FoundPatterns,
        _ examine: (Int, Int, Float, Bool) -> FinderPattern?
    ) {
        guard count >= 5 else { return }
        let places = places.base
        var k = 1
        while k + 2 < count {
            defer { k &+= 1 }
            let middle = places[k &+ 1] &- places[k]
            let one = places[k] &- places[k &- 1]
            let other = places[k &+ 2] &- places[k &+ 1]
            // Eight modules from middle to middle of the light runs and back: free of what blur moves at the edges.
            let eight = one &+ 2 &* middle &+ other
            guard 5 &* middle >= eight, 9 &* middle <= 5 &* eight, 4 &* one <= eight &+ 4, 4 &* other <= eight &+ 4,
                9 &* abs(one &- other) <= eight &+ 9
            else { continue }
            // Without a quiet zone one of the outer runs has no end.
            let tolerance = eight / 8 &+ 1
            let before = k >= 2 ? places[k] &- places[k &- 2] : Int32.max
            let after = k &+ 3 < count ? places[k &+ 3] &- places[k &+ 1] : Int32.max
            guard min(abs(before &- eight / 4), abs(after &- eight / 4)) <= tolerance else { continue }
            let isWhole = max(abs(before &- eight / 4), abs(after &- eight / 4)) <= tolerance
            if isWhole { crossings &+= 1 }
            guard eight >= 14 else { continue }
            let x = Int(places[k] &+ places[k &+ 1]) / 2
            guard
                Self.stands(
                    level.plane.luma + y * level.plane.stride, x, Int(places[k]), Int(places[k &+ 1]), Int(one),
                    Int(other))
            else { continue }
            let point = (Vector(Float(x), Float(y)) + 0.5) * scale - 0.5
            if found.covers(point) { continue }
            left &-= 1
            if let pattern = examine(x, y, Float(eight) / 8, isWhole) { found.add(pattern) }
            if left <= 0 { return }
        }
    }

    /// Whether the middle differs from the runs beside it by more than noise.
    @inline(__always)
    private static func stands(
        _ row: UnsafePointer<UInt8>, _ middle: Int, _ start: Int, _ end: Int, _ one: Int, _ other: Int
    ) -> Bool {
        let luma = Int(row[middle])
        let (left, right) = (Int(row[start &- 1 &- one / 2]) &- luma, Int(row[end &+ other / 2]) &- luma)
        return min(abs(left), abs(right)) >= 7 && (left > 0) == (right > 0)
    }
}
