"""The city's one ledger: every đồng in double entry, from the budget line to the payment.

Words: account (tài khoản), entry (bút toán), posting (dòng bút toán), balance (số dư), budget line (dòng ngân sách),
commitment (cam kết chi), accrual (ghi nhận phải trả khi nghiệm thu), payment (chi), reversal (bút toán đảo), period
(kỳ kế toán, one month), seal (dấu niêm phong of a closed period), invoice line (dòng hóa đơn).
The ledger knows no room: what an entry is about is text such as ``tranche:7``. Leaning on it: missions and every
later room that moves money.
"""
