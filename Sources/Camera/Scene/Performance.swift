import Glibc
import Vocabulary

/// One act as it goes on: a person comes through the door, holds something up to the camera, and leaves past it; or
/// walks by.
struct Performance {
    /// From the wall on nearer things stand before it.
    private static let wallScale = (Backdrop.wallFoot - Backdrop.horizon) / 861

    let manner: SceneAct.Manner
    let seconds: Double
    private let look: Look
    private let hasCard: Bool

    init(_ manner: SceneAct.Manner, act: Int, hasCard: Bool, seconds: Double) {
        self.manner = manner
        self.seconds = seconds
        self.hasCard = hasCard
        look = Look(act: act)
    }

    func draw(on canvas: inout Canvas, _ card: Card) {
        switch manner {
        case .passerBy: walkBy(on: &canvas, card)
        case .phone, .paper, .darkMode, .crooked, .blurred, .nothing: visit(on: &canvas, card)
        }
    }

    private func visit(on canvas: inout Canvas, _ card: Card) {
        let figure = visitor
        if figure.scale < Self.wallScale { canvas.clip = canvas.clip.common(with: Backdrop.door) }
        let raised = Float(eased(seconds, from: 0.72, to: 1) - eased(seconds, from: 2.2, to: 2.45))
        let isHolding = hasCard && manner != .nothing && raised > 0
        figure.draw(on: &canvas, isHolding: isHolding)
        if isHolding { hold(card, figure, raised: raised, on: &canvas) }
    }

    /// Where the visitor is: through the door until 1.1 s, still, and away past the camera from 2.25 s on.
    private var visitor: Figure {
        let side = look.side
        let come = Float(eased(seconds, from: 0, to: 1.1))
        let aside = Float(1 - eased(seconds, from: 0, to: 0.55))
        let away = Float(max(0, seconds - 2.25) / (SceneScript.act - 2.25))
        let distance = 4.3 - 3.3 * come
        let isWalking = seconds < 1.05 || away > 0
        return Figure(
            look: look, x: 640 - side * (215 * aside + 90 * come + 930 * away * away),
            scale: 1 / distance + 0.22 * away * away, stride: isWalking ? Float(seconds) * 10 : nil)
    }

    private func hold(_ card: Card, _ figure: Figure, raised: Float, on canvas: inout Canvas) {
        let side = look.side
        let time = Float(seconds)
        var pose = CardPose(centre: SIMD2(640 + 125 * side, 330))
        pose.centre += SIMD2(5 * sin(time * 6.9) + 2 * sin(time * 17), 4 * sin(time * 5.3 + 1) + 1.5 * sin(time * 19))
        pose.centre += SIMD2((figure.x - 640 + 90 * side) * 1.1, 640 * (1 - raised))
        pose.roll = (3 + 24 * (1 - raised)) * side + 1.2 * sin(time * 4.1)
        pose.yaw = -7 * side + 2 * sin(time * 3.3)
        pose.pitch = 5 + 1.5 * sin(time * 3.9)
        switch manner {
        case .crooked: (pose.roll, pose.yaw, pose.pitch, pose.scale) = (pose.roll + 22 * side, 24 * side, 14, 1.15)
        case .blurred: pose.scale = 1.3
        case .phone, .paper, .darkMode, .passerBy, .nothing: break
        }
        let (left, bottom) = (Float(Card.width) / 2, Float(card.style.height) / 2)
        let thickness = 58 * pose.scale
        figure.drawHoldingArm(on: &canvas, to: pose.screen(0, bottom - 40), thickness: thickness)
        canvas.draw(card, pose)
        figure.drawFinger(
            on: &canvas, from: pose.screen(-left * side - 16 * side, bottom - 20),
            to: pose.screen(-left * side + 20 * side, bottom - 66), thickness: 21 * pose.scale)
        for finger in 0..<3 {
            let down = bottom - 34 - Float(finger) * 38
            figure.drawFinger(
                on: &canvas, from: pose.screen((left + 14) * side, down + 8),
                to: pose.screen((left - 5) * side, down), thickness: 17 * pose.scale)
        }
    }

    /// Across the picture in front of the wall, a badge on the chest.
    private func walkBy(on canvas: inout Canvas, _ card: Card) {
        let across = Float(seconds / SceneScript.act)
        let figure = Figure(
            look: look, x: 640 + look.side * (1620 * across - 810), scale: 0.6, stride: Float(seconds) * 9)
        figure.draw(on: &canvas, isHolding: false)
        guard hasCard else { return }
        let scale = 44 / Float(max(card.codeSide, 1))
        let pose = CardPose(centre: figure.at(0, 2.5), scale: scale, roll: 3 * sin(Float(seconds) * 9))
        for side in [Float(-1), 1] {
            canvas.limb(
                from: figure.at(0.28 * side, 1.3), 2.5, to: pose.screen(0, -Float(card.style.height) / 2), 2.5,
                Tone(base: 40, rim: 0))
        }
        canvas.draw(card, pose)
    }
}
