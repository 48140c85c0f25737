package detectors

// Order number, 订单号: what a shop calls one purchase.
//
// No value gives one away: the name of the column does, and the values must not
// object (see linkKey). The parcel, the invoice and the complaint all carry it,
// so that it leads from any extract to the person who ordered.
//
// Source: identifiers.md §0.6, §10.4, requirements.md §9.7.
var orderID = register(detector{
	Info: Info{Name: "order_id", Title: "Order number", TitleZH: "订单号", Level: "L2", LinkKey: true},
	rule: rule{named: true},
	words: `order_id orderid order_no orderno order_num order_number order_sn order_code parent_order_id parent_order_no
		sub_order_id trade_no tradeno trade_id trade_order_no out_trade_no
		payment_id payment_no pay_no booking_id booking_no reservation_id reservation_no suborder_id aftersale_id aftersale_no
		after_sale_id after_sale_no transaction_id refund_id refund_no pay_order_no
		ord_id ord_no order_key order_uuid transaction_no trans_id trans_no txn_id txn_no refund_sn return_no rma_no so_no po_no
		prepay_id recharge_no withdraw_no pay_serial_no pay_flow_no rental_no
		ddh ddid ddbh ddhm zddh jydh jyh jylsh zfdh zfddh zfls tkdh cgdh xsdh
		dingdanhao dingdan_hao dingdan_id dingdanid dingdan_bianhao jiaoyihao zhifudanhao
		订单号 订单编号 订单号码 订单id 父订单号 子订单号 交易号 交易流水号 支付单号 支付流水号 支付订单号 预订单号 交易单号 交易订单号 退款单号 退货单号 售后单号 交易编号 退款编号 售后编号 预约单号 预约编号 预订号 租赁单号 充值单号 提现单号 采购单号 销售单号 微信支付单号`,
})
