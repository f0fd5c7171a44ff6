/// The most likely triples among the patterns found, the likeliest first.
struct Triples: ~Copyable {
    static let capacity = 96
    /// Of so many patterns in line with one, the nearest, a triple is looked for.
    private static let neighbourhood = 16

    /// What is kept of a triple: it is soon made again. Not private: Swift 6.3 then fails to compile without optimisation.
    struct Candidate: BitwiseCopyable {
        var members: SIMD3<Int16>
        var rank: Float
    }

    struct Neighbour: BitwiseCopyable {
        var index: Int16
        var distance: Float
    }

    private let candidates = Storage<Candidate>(capacity + 1)
    private let neighbours = Storage<Neighbour>(neighbourhood + 1)
    private(set) var count = 0

    /// The members of a triple: their places in the list of those found.
    func members(_ index: Int) -> SIMD3<Int16> { candidates.base[index].members }

    /// Picks among the patterns of no code that was read; where it is `late`, those triples of which one was found late.
    mutating func pick(from found: borrowing FoundPatterns, late: Bool) {
        count = 0
        for corner in 0..<found.count where !found[corner].isRead {
            let near = gather(around: corner, found)
            for k in 0..<near {
                for m in k + 1..<max(near, k + 1) {
                    let (one, other) = (Int(neighbours.base[k].index), Int(neighbours.base[m].index))
                    guard !late || found[corner].isLate || found[one].isLate || found[other].isLate else { continue }
                    if let triple = Self.triple(found, corner, one, other), triple.strain < 1.5 { insert(triple) }
                }
            }
        }
    }

    private static func triple(_ found: borrowing FoundPatterns, _ corner: Int, _ one: Int, _ other: Int) -> Triple? {
        Triple(
            corner: found[corner], found[one], found[other],
            members: SIMD3(Int16(corner), Int16(one), Int16(other)))
    }

    /// Gathers the nearest patterns in line with a corner, the nearest first, and gives their number.
    private func gather(around corner: Int, _ found: borrowing FoundPatterns) -> Int {
        var near = 0
        for other in 0..<found.count where other != corner && !found[other].isRead {
            guard Self.isAlong(found[corner], found[other]) else { continue }
            let distance = length(found[other].centre - found[corner].centre)
            var place = near
            while place > 0, neighbours.base[place - 1].distance > distance {
                neighbours.base[place] = neighbours.base[place - 1]
                place -= 1
            }
            neighbours.base[place] = Neighbour(index: Int16(other), distance: distance)
            near = min(near + 1, Self.neighbourhood)
        }
        return near
    }

    /// Whether `other` lies in line with one pair of sides of `corner`, at a distance a code can have.
    private static func isAlong(_ corner: FinderPattern, _ other: FinderPattern) -> Bool {
        guard corner.isInverted == other.isInverted else { return false }
        let way = corner.modules(other.centre - corner.centre)
        let (near, far) = (min(abs(way.x), abs(way.y)), max(abs(way.x), abs(way.y)))
        return (near < 0.4 * far || corner.isRound) && far > 9 && far < 260
    }

    private mutating func insert(_ triple: Triple) {
        let rank = triple.rank
        guard count < Self.capacity || rank < candidates.base[count - 1].rank else { return }
        var place = count
        while place > 0, candidates.base[place - 1].rank > rank {
            candidates.base[place] = candidates.base[place - 1]
            place -= 1
        }
        candidates.base[place] = Candidate(members: triple.members, rank: rank)
        count = min(count + 1, Self.capacity)
    }
}

extension Triple {
    /// The triple of these members of those found, the first of them the corner.
    init?(_ members: SIMD3<Int16>, of found: borrowing FoundPatterns) {
        self.init(
            corner: found[Int(members[0])], found[Int(members[1])], found[Int(members[2])], members: members)
    }
}
