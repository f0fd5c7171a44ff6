import Glibc

/// A rectangle of pixels: from `left`, `top` to before `right`, `bottom`.
struct Box: Equatable {
    var left: Int
    var top: Int
    var right: Int
    var bottom: Int

    static let nothing = Box(left: .max, top: .max, right: 0, bottom: 0)

    var isEmpty: Bool { left >= right || top >= bottom }

    func common(with other: Box) -> Box {
        Box(
            left: max(left, other.left), top: max(top, other.top), right: min(right, other.right),
            bottom: min(bottom, other.bottom))
    }

    func joined(with other: Box) -> Box {
        other.isEmpty
            ? self
            : Box(
                left: min(left, other.left), top: min(top, other.top), right: max(right, other.right),
                bottom: max(bottom, other.bottom))
    }
}

/// How light a shape is: `base` in its middle, changing towards the right and the bottom, darker towards its rim.
struct Tone {
    var base: Float
    var across: Float = -14
    var down: Float = -10
    var rim: Float = 18
}

/// Draws soft-edged shapes with shading and grain onto a plane, and remembers where it drew.
struct Canvas {
    let plane: LumaPlane
    let grain: Grain
    /// Nothing is drawn outside.
    var clip: Box
    private(set) var touched = Box.nothing

    init(_ plane: LumaPlane, grain: Grain) {
        self.plane = plane
        self.grain = grain
        clip = Box(left: 0, top: 0, right: plane.width, bottom: plane.height)
    }

    /// Where a shape that reaches from one point to the other may be drawn; it counts as drawn on.
    mutating func reach(_ left: Float, _ top: Float, _ right: Float, _ bottom: Float) -> Box {
        let far: Float = 1_000_000
        func whole(_ value: Float) -> Int { Int(min(max(value, -far), far)) }
        let box = clip.common(
            with: Box(left: whole(left) - 1, top: whole(top), right: whole(right) + 2, bottom: whole(bottom) + 1))
        touched = touched.joined(with: box)
        return box
    }

    /// One row of a shape.
    struct Row {
        var halfWidth: Float
        /// Added to the tone.
        var light: Float = 0
    }

    /// A shape that is symmetric about the vertical at `x`: `row` says how wide it is at 0 (`top`) to 1 (`bottom`).
    mutating func shape(
        x: Float, top: Float, bottom: Float, widest: Float, _ tone: Tone, row: (Float) -> Row
    ) {
        let box = reach(x - widest, top, x + widest, bottom)
        guard !box.isEmpty else { return }
        for y in box.top..<box.bottom {
            let t = (Float(y) + 0.5 - top) / (bottom - top)
            guard (0...1).contains(t) else { continue }
            let row = row(t)
            guard row.halfWidth > 0.4 else { continue }
            var tone = tone
            tone.base += row.light + tone.down * (2 * t - 1)
            span(y: y, x: x, halfWidth: min(row.halfWidth, widest), tone, within: box)
        }
    }

    mutating func ellipse(x: Float, y: Float, width: Float, height: Float, _ tone: Tone) {
        shape(x: x, top: y - height / 2, bottom: y + height / 2, widest: width / 2, tone) { t in
            Row(halfWidth: width * max(0, t - t * t).squareRoot())
        }
    }

    /// A limb with round ends, from radius `thick` at one point to `thin` at the other.
    mutating func limb(
        from a: SIMD2<Float>, _ thick: Float, to b: SIMD2<Float>, _ thin: Float, _ tone: Tone
    ) {
        let top = min(a.y - thick, b.y - thin)
        let bottom = max(a.y + thick, b.y + thin)
        let box = reach(
            min(a.x - thick, b.x - thin), top, max(a.x + thick, b.x + thin), bottom)
        guard !box.isEmpty else { return }
        for y in box.top..<box.bottom {
            // The row's part of all the discs that a limb is made of; 32 are smooth enough.
            var left = Float.infinity
            var right = -Float.infinity
            for disc in 0...32 {
                let t = Float(disc) / 32
                let radius = thick + (thin - thick) * t
                let off = Float(y) + 0.5 - (a.y + (b.y - a.y) * t)
                let square = radius * radius - off * off
                guard square > 0 else { continue }
                let x = a.x + (b.x - a.x) * t
                left = min(left, x - square.squareRoot())
                right = max(right, x + square.squareRoot())
            }
            guard right - left > 0.8 else { continue }
            var tone = tone
            tone.base += tone.down * (2 * (Float(y) - top) / (bottom - top) - 1)
            span(y: y, x: (left + right) / 2, halfWidth: (right - left) / 2, tone, within: box)
        }
    }

    /// Darkens an ellipse of the floor, most in its middle.
    mutating func shadow(x: Float, y: Float, width: Float, height: Float) {
        let box = reach(x - width / 2, y - height / 2, x + width / 2, y + height / 2)
        guard !box.isEmpty else { return }
        for row in box.top..<box.bottom {
            for column in box.left..<box.right {
                let u = (Float(column) - x) * 2 / width
                let v = (Float(row) - y) * 2 / height
                let depth = max(0, 1 - u * u - v * v)
                let index = row * plane.width + column
                plane.pixels[index] = UInt8(Float(plane.pixels[index]) * (1 - 0.55 * depth))
            }
        }
    }

    /// One row of a shape, by differences in fixed point: this is where a person's pixels are made.
    private func span(y: Int, x: Float, halfWidth: Float, _ tone: Tone, within box: Box) {
        let left = x - halfWidth
        let right = x + halfWidth
        let first = max(box.left, Int(left.rounded(.down)))
        let last = min(box.right - 1, Int(right.rounded(.down)))
        guard first <= last else { return }
        let pixels = plane.pixels + y * plane.width
        let noise = grain.row(y)
        let column = grain.column
        let fixed: Float = 65536
        let offset = Float(first) + 0.5 - x
        let slope = tone.across / halfWidth
        let bend = tone.rim / (halfWidth * halfWidth)
        var value = Int32((tone.base + slope * offset - bend * offset * offset) * fixed)
        var change = Int32((slope - bend * (2 * offset + 1)) * fixed)
        let changeOfChange = Int32(-2 * bend * fixed)
        let before = pixels[first]
        let after = pixels[last]
        for at in first...last {
            let light = (value &>> 16) &+ Int32(noise[(at &+ column) & 255])
            pixels[at] = UInt8(truncatingIfNeeded: min(max(light, 1), 255))
            value = value &+ change
            change = change &+ changeOfChange
        }
        blend(&pixels[first], before, 1 - max(0, left - Float(first)))
        if last > first { blend(&pixels[last], after, min(1, right - Float(last))) }
    }

    private func blend(_ pixel: inout UInt8, _ before: UInt8, _ coverage: Float) {
        pixel = UInt8(Float(before) + (Float(pixel) - Float(before)) * min(max(coverage, 0), 1))
    }
}
