import Glibc

/// What a person looks like: another one for every act, the same in every run.
struct Look {
    enum Hair: CaseIterable { case short, long, scarf, cap }

    let hair: Hair
    let skin: Float
    let hairLight: Float
    let top: Float
    let trousers: Float
    let isStriped: Bool
    let hasJacket: Bool
    /// Against the average.
    let stature: Float
    /// The hand that holds: 1 to the right in the picture, -1 to the left.
    let side: Float

    init(act: Int) {
        var numbers = SeededNumbers(seed: UInt64(act) + 40)
        func between(_ low: Float, _ high: Float) -> Float { low + (high - low) * Float(numbers.unit()) }
        hair = Hair.allCases[(act + 1) % Hair.allCases.count]
        skin = between(120, 190)
        hairLight = between(26, 62)
        top = act % 2 == 0 ? between(62, 95) : between(140, 190)
        trousers = between(40, 85)
        isStriped = act % 3 == 1
        hasJacket = act % 3 == 0
        stature = between(0.94, 1.05)
        side = act % 2 == 0 ? 1 : -1
    }
}

/// A person in the room: where they stand and how they move.
struct Figure {
    let look: Look
    /// Pixels from the left, and the size: 1 right before the camera, 0.3 at the wall.
    var x: Float
    var scale: Float
    /// How far into a stride, in radians; nil while standing.
    var stride: Float?

    /// The height of a head, all else is measured in it.
    private var head: Float { 140 * scale * look.stature }
    var feet: Float { Backdrop.horizon + 861 * scale }
    private var bob: Float { stride.map { abs(sin($0)) * 7 * scale } ?? 0 }
    /// The top of the head.
    private var crown: Float { feet - 7.5 * head - bob }

    /// Pixels at `across` and `down` heads from the crown's middle.
    func at(_ across: Float, _ down: Float) -> SIMD2<Float> {
        SIMD2(x + across * head, crown + down * head)
    }

    /// Draws all but the arm that holds something.
    func draw(on canvas: inout Canvas, isHolding: Bool) {
        canvas.shadow(x: x, y: feet, width: 2.6 * head, height: 0.5 * head)
        drawLegs(on: &canvas)
        drawArm(on: &canvas, side: -look.side)
        if !isHolding { drawArm(on: &canvas, side: look.side) }
        drawTorso(on: &canvas)
        drawHead(on: &canvas)
    }

    private func drawLegs(on canvas: inout Canvas) {
        guard at(0, 3.7).y < Float(canvas.plane.height) else { return }
        let swing = stride.map { sin($0) * 0.42 } ?? 0
        for (side, step) in [(Float(-1), swing), (1, -swing)] {
            let hip = at(0.4 * side, 3.9)
            let knee = at(0.42 * side + step * 0.6, 5.6)
            let foot = at(0.42 * side + step, 7.3 - abs(step) * 0.1)
            let cloth = Tone(base: look.trousers, across: -8, down: -4, rim: 22)
            canvas.limb(from: hip, 0.44 * head, to: knee, 0.3 * head, cloth)
            canvas.limb(from: knee, 0.3 * head, to: foot, 0.2 * head, cloth)
            canvas.ellipse(
                x: foot.x, y: foot.y + 0.12 * head, width: 0.55 * head, height: 0.26 * head, Tone(base: 34, rim: 10))
        }
    }

    private func drawArm(on canvas: inout Canvas, side: Float) {
        let swing = stride.map { sin($0) * 0.3 * side } ?? 0
        let shoulder = at(0.86 * side, 1.75)
        let elbow = at(1.1 * side, 2.9)
        let wrist = at(1.1 * side + swing, 3.95)
        let cloth = Tone(base: look.top - 8, across: -14, down: -8, rim: 26)
        canvas.limb(from: wrist, 0.15 * head, to: wrist + SIMD2(0, 0.3 * head), 0.17 * head, skinTone(-6))
        canvas.limb(from: shoulder, 0.27 * head, to: elbow, 0.21 * head, cloth)
        canvas.limb(from: elbow, 0.21 * head, to: wrist, 0.17 * head, cloth)
    }

    private func drawTorso(on canvas: inout Canvas) {
        let neck = at(0, 0.85)
        canvas.shape(x: x, top: neck.y, bottom: at(0, 1.7).y, widest: 0.3 * head, skinTone(-26)) { t in
            Canvas.Row(halfWidth: head * (0.23 + 0.07 * t * t))
        }
        let isStriped = look.isStriped
        let cloth = Tone(base: look.top, across: -18, down: -12, rim: 30)
        canvas.shape(x: x, top: at(0, 1.3).y, bottom: at(0, 4.2).y, widest: 1.05 * head, cloth) { t in
            let shoulder = 0.24 + 0.78 * min(1, t / 0.16).squareRoot()
            let waist = 0.17 * sin(min(1, max(0, (t - 0.16) / 0.84)) * 2.2)
            let stripe: Float = isStriped && t > 0.16 && Int(t * 26) % 3 == 0 ? -46 : 0
            return Canvas.Row(halfWidth: head * (shoulder - waist), light: stripe)
        }
        drawFront(on: &canvas)
    }

    /// An open jacket over a shirt, or a neckline.
    private func drawFront(on canvas: inout Canvas) {
        if look.hasJacket {
            let shirt = Tone(base: 196, across: -10, down: -14, rim: 8)
            canvas.shape(x: x, top: at(0, 1.36).y, bottom: at(0, 4.2).y, widest: 0.3 * head, shirt) { t in
                Canvas.Row(halfWidth: head * (0.26 - 0.1 * t))
            }
            canvas.shape(x: x, top: at(0, 1.5).y, bottom: at(0, 4.2).y, widest: head, Tone(base: 150, rim: 0)) { _ in
                Canvas.Row(halfWidth: head * 0.014)
            }
        } else {
            canvas.shape(x: x, top: at(0, 1.28).y, bottom: at(0, 1.62).y, widest: head, skinTone(-16)) { t in
                Canvas.Row(halfWidth: head * 0.25 * (1 - t * t).squareRoot())
            }
        }
    }

    private func drawHead(on canvas: inout Canvas) {
        let hair = Tone(base: look.hairLight, across: -10, down: -6, rim: 12)
        let scarf = Tone(base: min(look.top + 40, 205), across: -16, down: -8, rim: 30)
        switch look.hair {
        case .long: backOfHead(on: &canvas, to: 1.45, halfWidth: 0.43, hair)
        case .scarf: backOfHead(on: &canvas, to: 1.75, halfWidth: 0.46, scarf)
        case .short, .cap: backOfHead(on: &canvas, to: 0.62, halfWidth: 0.4, hair)
        }
        if look.hair == .short || look.hair == .cap {
            for side in [Float(-1), 1] {
                let ear = at(0.375 * side, 0.56)
                canvas.ellipse(x: ear.x, y: ear.y, width: 0.12 * head, height: 0.22 * head, skinTone(-14))
            }
        }
        let isWrapped = look.hair == .scarf
        let (brow, chin, wide): (Float, Float, Float) = isWrapped ? (0.16, 0.97, 0.32) : (0.1, 1, 0.365)
        canvas.shape(x: x, top: at(0, brow).y, bottom: at(0, chin).y, widest: 0.4 * head, skinTone(0)) { t in
            let jaw = t > 0.5 ? 1 - 0.2 * (2 * t - 1) : 1
            return Canvas.Row(halfWidth: head * wide * jaw * 2 * pow(max(0, t - t * t), 0.42) * 0.9)
        }
        drawFace(on: &canvas)
        switch look.hair {
        case .short, .long: fringe(on: &canvas, to: 0.34, hair)
        case .scarf: fringe(on: &canvas, to: 0.24, scarf)
        case .cap:
            fringe(on: &canvas, to: 0.34, Tone(base: look.trousers + 20, rim: 26))
            let peak = at(0, 0.35)
            canvas.ellipse(
                x: peak.x, y: peak.y, width: 0.8 * head, height: 0.13 * head, Tone(base: look.trousers, rim: 14))
        }
    }

    private func backOfHead(on canvas: inout Canvas, to bottom: Float, halfWidth: Float, _ tone: Tone) {
        let end = (bottom + 0.03)
        canvas.shape(x: x, top: at(0, -0.03).y, bottom: at(0, bottom).y, widest: 0.6 * head, tone) { t in
            let round = min(1, t * end / 0.45)
            let wider = max(0, t * end - 0.5) * 0.1
            return Canvas.Row(halfWidth: head * (halfWidth * (2 * round - round * round).squareRoot() + wider))
        }
    }

    private func fringe(on canvas: inout Canvas, to bottom: Float, _ tone: Tone) {
        let middle = at(0, (bottom - 0.03) / 2)
        canvas.ellipse(x: middle.x, y: middle.y, width: 0.74 * head, height: (bottom + 0.03) * head, tone)
    }

    private func drawFace(on canvas: inout Canvas) {
        for side in [Float(-1), 1] {
            let eye = at(0.155 * side, 0.54)
            let white = Tone(base: min(look.skin + 32, 214), across: 0, down: 0, rim: 20)
            canvas.ellipse(x: eye.x, y: eye.y, width: 0.13 * head, height: 0.065 * head, white)
            canvas.ellipse(x: eye.x, y: eye.y, width: 0.06 * head, height: 0.06 * head, Tone(base: 30, rim: 0))
            let brow = Tone(base: look.hairLight + 16, across: 0, down: 0, rim: 6)
            canvas.ellipse(x: eye.x, y: eye.y - 0.1 * head, width: 0.19 * head, height: 0.04 * head, brow)
        }
        let nose = at(0, 0.67)
        canvas.ellipse(x: nose.x, y: nose.y, width: 0.11 * head, height: 0.17 * head, skinTone(4))
        canvas.ellipse(x: nose.x, y: nose.y + 0.075 * head, width: 0.13 * head, height: 0.035 * head, skinTone(-40))
        let mouth = at(0, 0.83)
        canvas.ellipse(x: mouth.x, y: mouth.y, width: 0.27 * head, height: 0.05 * head, skinTone(-44))
    }

    private func skinTone(_ lighter: Float) -> Tone {
        Tone(base: look.skin + lighter, across: -16, down: -8, rim: 22)
    }

    /// The arm that holds something at `hand`, seen from the front: it grows towards the camera.
    func drawHoldingArm(on canvas: inout Canvas, to hand: SIMD2<Float>, thickness: Float) {
        let shoulder = at(0.86 * look.side, 1.75)
        let elbow = hand + SIMD2(0.5 * thickness * look.side, 3.4 * thickness)
        let cloth = Tone(base: look.top - 4, across: -18, down: 0, rim: 34)
        canvas.limb(from: shoulder, 0.27 * head, to: elbow, thickness, cloth)
        canvas.limb(from: hand, 0.62 * thickness, to: hand + (elbow - hand) * 0.4, 0.6 * thickness, skinTone(-16))
        canvas.limb(from: elbow, 1.05 * thickness, to: hand + (elbow - hand) * 0.4, 0.76 * thickness, cloth)
        canvas.limb(from: hand - SIMD2(0, 0.3 * thickness), thickness * 1.1, to: hand, thickness, skinTone(-8))
    }

    /// A thumb or a finger over the front of what is held.
    func drawFinger(on canvas: inout Canvas, from a: SIMD2<Float>, to b: SIMD2<Float>, thickness: Float) {
        canvas.limb(from: a, thickness * 1.15, to: b, thickness, skinTone(2))
        canvas.limb(from: b, thickness * 0.5, to: b, thickness * 0.5, skinTone(12))
    }
}
