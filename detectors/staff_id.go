package detectors

// Staff number, 工号: what an employer calls one of its people.
//
// No value gives one away: the name of the column does, and the values must not
// object (see linkKey). It leads from any row of work to who did it: a courier,
// a rider, an agent at the telephone.
//
// Source: identifiers.md §0.6, requirements.md §9.1, §9.5.
var staffID = register(detector{
	Info: Info{Name: "staff_id", Title: "Staff number", TitleZH: "工号", Level: "L3", LinkKey: true},
	rule: rule{named: true},
	words: `staff_id staffid staff_no staffno staff_num staff_number staff_code employee_id employeeid employee_no employee_num
		employee_number employee_code emp_id empid emp_no empno emp_code worker_id workerid worker_no agent_id agentid agent_no
		courier_id courierid courier_code rider_id riderid rider_no driver_id driverid deliveryman_id delivery_man_id postman_id
		operator_id operatorid operator_no oper_id waiter_id waiter_no job_number job_no jobno doctor_id doctor_no nurse_id teacher_id teacher_no badge_no police_no
		ygid ygh ygbh yggh gh gonghao kdyid kdybh qsid qsbh
		工号 员工号 员工编号 员工id 职工号 职工编号 快递员编号 快递员id 配送员id 配送员编号 骑手编号 骑手id 司机编号 操作员编号 人员编号 医生编号 医生id 教师编号 护士编号 警号`,
})
