/// How waved or crumpled paper moves what lies between: a displacement at each node of a net over the code, from node to node
/// in between.
///
/// The finder patterns hold the net; from them it is followed node by node, each moved to where the modules around it are
/// sampled at their middles: there they differ most, for at their edges they are mixed.
struct Mesh: ~Copyable {
    /// Modules from one node to the next.
    private static let spacing = 5
    /// Modules to either side of a node that are looked at.
    private static let reach = 3
    private static let mostNodes = (Layout.longestSide - 1) / spacing + 2

    private let shifts = Storage<Vector>(mostNodes * mostNodes)
    private let isPlaced = Storage<Bool>(mostNodes * mostNodes)
    /// Nodes along a side; 0 where nothing is moved.
    private var nodes = 0

    mutating func flatten() { nodes = 0 }

    /// The displacement at a place in the code, in pixels.
    @inline(__always)
    func shift(_ x: Float, _ y: Float) -> Vector {
        guard nodes > 1 else { return .zero }
        let (across, down) = (x / Float(Self.spacing), y / Float(Self.spacing))
        let (column, row) = (min(nodes - 2, Int(across)), min(nodes - 2, Int(down)))
        let (fx, fy) = (across - Float(column), down - Float(row))
        let corner = shifts.base + (row &* nodes &+ column)
        let upper = corner[0] + fx * (corner[1] - corner[0])
        let lower = corner[nodes] + fx * (corner[nodes &+ 1] - corner[nodes])
        return upper + fy * (lower - upper)
    }

    /// Lays the net over a code where the grid has it.
    mutating func fit(_ plane: Plane, _ grid: Grid, _ layout: borrowing Layout, sign: Float) {
        nodes = (layout.side + Self.spacing - 1) / Self.spacing + 1
        for row in 0..<nodes {
            for column in 0..<nodes {
                shifts.base[row * nodes + column] = .zero
                isPlaced.base[row * nodes + column] = Self.isHeld(column, row, layout.side)
            }
        }
        while let (column, row) = nextNode() {
            place(column, row, plane, grid, layout, sign)
            isPlaced.base[row * nodes + column] = true
        }
        // Once more, now that every node has neighbours all around.
        for row in 0..<nodes {
            for column in 0..<nodes where !Self.isHeld(column, row, layout.side) {
                place(column, row, plane, grid, layout, sign)
            }
        }
    }

    /// Whether a node lies in a finder pattern.
    private static func isHeld(_ column: Int, _ row: Int, _ side: Int) -> Bool {
        let (x, y) = (column * spacing, row * spacing)
        return x < 8 && y < 8 || x >= side - 8 && y < 8 || x < 8 && y >= side - 8
    }

    /// The node with the most neighbours in place of those that are not.
    private func nextNode() -> (Int, Int)? {
        var best: (Int, Int)?
        var most = 0
        for row in 0..<nodes {
            for column in 0..<nodes where !isPlaced.base[row * nodes + column] {
                let count = neighbours(column, row).count
                if count > most { (best, most) = ((column, row), count) }
            }
        }
        return best
    }

    /// How many neighbours of a node are in place, and their mean displacement.
    private func neighbours(_ column: Int, _ row: Int) -> (count: Int, mean: Vector) {
        var (count, sum) = (0, Vector.zero)
        for y in max(0, row - 1)...min(nodes - 1, row + 1) {
            for x in max(0, column - 1)...min(nodes - 1, column + 1) where (x, y) != (column, row) {
                guard isPlaced.base[y * nodes + x] else { continue }
                count += 1
                sum += shifts.base[y * nodes + x]
            }
        }
        return (count, count > 0 ? sum / Float(count) : .zero)
    }

    /// Moves a node from where its neighbours would have it to the best place nearby.
    private func place(
        _ column: Int, _ row: Int, _ plane: Plane, _ grid: Grid, _ layout: borrowing Layout, _ sign: Float
    ) {
        let (x, y) = (column * Self.spacing, row * Self.spacing)
        let (u, v) = grid.sides(Float(x), Float(y))
        let start = neighbours(column, row).mean
        var best = Vector.zero
        var bestScore = score(x, y, start, plane, grid, layout, sign)
        var step: Float = 0.25
        for _ in 0..<2 {
            let middle = best
            for way in 0..<9 where way != 4 {
                let move = middle + step * Vector(Float(way % 3 - 1), Float(way / 3 - 1))
                // What is near counts more: paper does not jump.
                let score =
                    score(x, y, start + move.x * u + move.y * v, plane, grid, layout, sign)
                    * (1 - 0.3 * (move.x * move.x + move.y * move.y))
                if score > bestScore { (best, bestScore) = (move, score) }
            }
            step /= 2
        }
        shifts.base[row * nodes + column] = start + best.x * u + best.y * v
    }

    /// How much the modules around a place differ from each other, those whose colour is known in the right sense.
    private func score(
        _ x: Int, _ y: Int, _ shift: Vector, _ plane: Plane, _ grid: Grid, _ layout: borrowing Layout, _ sign: Float
    ) -> Float {
        let side = layout.side
        var (count, sum, squares, known, lights): (Float, Float, Float, Float, Float) = (0, 0, 0, 0, 0)
        for row in max(0, min(y, side) - Self.reach)..<min(side, y + Self.reach) {
            for column in max(0, min(x, side) - Self.reach)..<min(side, x + Self.reach) {
                let luma = plane.nearestTap(grid.place(Float(column) + 0.5, Float(row) + 0.5) + shift)
                count += 1
                sum += luma
                squares += luma * luma
                let role = layout.role(column, row)
                guard role.isKnown else { continue }
                known += role == .light ? luma : -luma
                lights += role == .light ? 1 : -1
            }
        }
        let mean = sum / count
        let deviation = max(1, squares / count - mean * mean).squareRoot()
        return deviation * count + 2 * sign * (known - lights * mean)
    }
}
