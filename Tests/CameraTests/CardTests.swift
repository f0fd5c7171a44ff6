import QRDrawing
import Testing

@testable import Camera

@Suite struct CardTests {
    @Test("the painted code is the code, module for module, in whole pixels")
    func painted() throws {
        let code = try QRCode(Array("PAINTED".utf8))
        for (style, isInverted) in [(Card.Style.phone, false), (.paper, false), (.darkMode, true)] {
            let card = Card()
            card.paint(style, code)
            let module = card.codeSide / code.side
            #expect(module >= 4 && card.codeSide == module * code.side)
            let left = (Card.width - card.codeSide) / 2
            for row in -QRCode.quietZone..<code.side + QRCode.quietZone {
                for column in -QRCode.quietZone..<code.side + QRCode.quietZone {
                    let x = left + column * module + module / 2
                    let y = style.codeTop + row * module + module / 2
                    let isDark = card.pixels[y * Card.width + x] < 128
                    #expect(isDark == (code.isDark(column: column, row: row) != isInverted))
                }
            }
        }
    }

    @Test("a card held straight covers what it covers, and the corners of a crooked one lie where the pose says")
    func pose() {
        let straight = CardPose(centre: SIMD2(600, 300), scale: 2)
        #expect(straight.screen(0, 0) == SIMD2(600, 300))
        #expect(straight.screen(50, -20) == SIMD2(700, 260))
        let turned = CardPose(centre: SIMD2(600, 300), roll: 90).screen(10, 0)
        #expect(abs(turned.x - 600) < 0.01 && abs(turned.y - 310) < 0.01)
        let yawed = CardPose(centre: SIMD2(600, 300), yaw: 30)
        let (near, far) = (yawed.screen(100, 0).x - 600, 600 - yawed.screen(-100, 0).x)
        #expect(near > far && far > 70)
    }

    @Test("where the card is drawn, and only there, the canvas changes")
    func drawn() throws {
        let card = Card()
        card.paint(.phone, try QRCode(Array("DRAWN".utf8)))
        let plane = LumaPlane(width: 1280, height: 720)
        var canvas = Canvas(plane, grain: Grain())
        let pose = CardPose(centre: SIMD2(640, 330), roll: 25, yaw: 24, pitch: 14)
        canvas.draw(card, pose)
        #expect(canvas.touched.left > 0 && canvas.touched.right < 1280)
        for y in 0..<720 {
            for x in 0..<1280 where plane.pixels[y * 1280 + x] != 0 {
                let isInside =
                    canvas.touched.left <= x && x < canvas.touched.right && canvas.touched.top <= y
                    && y < canvas.touched.bottom
                guard isInside else {
                    Issue.record("drawn outside at \(x), \(y)")
                    return
                }
            }
        }
        let middle = pose.screen(0, Float(card.style.height) / 2 - 30)
        #expect(plane.pixels[Int(middle.y) * 1280 + Int(middle.x)] > 200)
    }
}
