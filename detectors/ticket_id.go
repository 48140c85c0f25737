package detectors

// Ticket, 工单号: what a help desk calls one complaint or request.
//
// No value gives one away: the name of the column does, and the values must not
// object (see linkKey). What the customer wrote, the recording of the call and
// the visit of a technician all carry it.
//
// Source: identifiers.md §0.6, requirements.md §9.2.
var _ = register(detector{
	Info: Info{Name: "ticket_id", Title: "Ticket", TitleZH: "工单号", Level: "L2", LinkKey: true},
	rule: rule{named: true},
	words: `ticket_id ticketid ticket_no ticketno ticket_num ticket_number ticket_code work_order_id work_order_no workorder_id
		workorder_no complaint_id complaint_no issue_id issue_no claim_no claim_id case_id incident_id incident_no service_request_id service_request_no
		gdh gdid gdbh gongdanhao
		工单号 工单编号 工单id 工单号码 投诉编号 投诉单号 投诉工单号 服务单号 报修单号 客诉单号 报案号`,
})
