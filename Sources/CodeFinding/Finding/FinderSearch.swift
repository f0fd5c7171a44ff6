/// Finds the finder patterns of a frame: in its half size always, and in its full size in one of three ways, which take turns.
struct FinderSearch: ~Copyable {
    private(set) var found = FoundPatterns()
    private var before = FoundPatterns()
    private var rows = RowSearch()
    private var sums = Storage<UInt32>()
    private var means = Storage<UInt8>()
    private var halfMeans = Storage<UInt8>()
    private var thresholds = Storage<UInt8>()
    private var halfLuma = Storage<UInt8>()
    private var blurredLuma = Storage<UInt8>()

    /// What `searchMoved` found.
    private(set) var moving = MovedSearch()

    /// The frame at half its size, as of the last search; nil where there is nothing left of it.
    private(set) var half: Plane?

    /// Whether the rows of the frame were full of what looks like finder patterns.
    private(set) var isCrowded = false

    /// Searches the frame, whose block sums are given; `turn` counts them.
    mutating func search(_ plane: Plane, blocks blockSums: borrowing BlockSums, turn: Int) {
        swap(&found, &before)
        found.begin(after: before)
        let (across, down) = (blockSums.across, blockSums.down)
        means.reserve(across * down)
        thresholds.reserve(across * down)
        sums.reserve((across + 1) * (down + 1))
        blockSums.writeMeans(into: means.base)

        searchHalf(plane, across, down)
        switch turn % 3 {
        case 0: searchFull(blurred(plane), across, down, radius: 2)
        case 1: searchFull(plane, across, down, radius: 1)
        default: searchFull(plane, across, down, radius: 2)
        }
        isCrowded = rows.isExhausted || rows.crossings > plane.width * plane.height / 66
        var completion = Completion(plane: plane, isLate: false)
        completion.recall(before, into: &found)
    }

    /// Looks where the third of two patterns should be.
    mutating func complete(_ plane: Plane) {
        var completion = Completion(plane: plane, isLate: true)
        completion.complete(&found)
    }

    /// Looks for patterns that moved while the frame was exposed.
    mutating func searchMoved(_ plane: Plane) {
        guard let half else { return }
        moving.begin()
        moving.search(half, means: halfMeans.base, scale: 2)
        moving.complete(plane)
    }

    /// A code was read to which these patterns belong, and those within its outline.
    mutating func noteRead(_ members: SIMD3<Int16>, _ triple: Triple) {
        for m in 0..<3 { found.noteRead(Int(members[m])) }
        for k in 0..<found.count where !found[k].isRead && triple.encloses(found[k].centre) { found.noteRead(k) }
    }

    /// A code was looked for between these patterns in vain.
    mutating func noteVain(_ members: SIMD3<Int16>) {
        for m in 0..<3 { found.noteVain(Int(members[m])) }
    }

    private mutating func searchFull(_ plane: Plane, _ across: Int, _ down: Int, radius: Int) {
        localMeans(means.base, across: across, down: down, radius: radius, into: thresholds.base, sums: sums.base)
        if radius == 1 {
            for k in 0..<across * down {
                thresholds.base[k] = UInt8((Int(thresholds.base[k]) + Int(means.base[k])) / 2)
            }
        }
        let level = Level(plane: plane, thresholds: thresholds.base, across: across)
        rows.search(level, scale: 1, spacing: 4, into: &found)
    }

    private mutating func blurred(_ plane: Plane) -> Plane {
        blurredLuma.reserve(plane.width * plane.height)
        return plane.blurred(into: blurredLuma.base)
    }

    private mutating func searchHalf(_ plane: Plane, _ across: Int, _ down: Int) {
        let (width, height) = (plane.width / 2, plane.height / 2)
        guard width > 0, height > 0 else {
            half = nil
            return
        }
        halfLuma.reserve(width * height)
        let halfPlane = plane.halved(into: halfLuma.base)
        half = halfPlane
        let (halfAcross, halfDown) = (blocks(width), blocks(height))
        halfMeans.reserve(halfAcross * halfDown)
        halveMeans(
            means.base, across: across, down: down, into: halfMeans.base, halfAcross: halfAcross, halfDown: halfDown)
        localMeans(
            halfMeans.base, across: halfAcross, down: halfDown, radius: 2, into: thresholds.base, sums: sums.base)
        let level = Level(plane: halfPlane, thresholds: thresholds.base, across: halfAcross)
        rows.search(level, scale: 2, spacing: 3, into: &found)
    }
}
