// QRDrawing
